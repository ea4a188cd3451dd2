import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Scalar,
} from 'yaml';
import type { BookFile, BookPath, Position } from '../../domain/book/book-file';

type Fault = BookFile['faults'][number];

const quoteLiquid = 'quote texts with {{ }}: "Hello {{ customer.name }}"';

/** Reads the YAML documents of one file to plain trees that know where every key stands. */
export function parseYamlFile(path: string, text: string): BookFile[] {
  const lineCounter = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter, prettyErrors: false, version: '1.2' });
  const documents = Array.isArray(parsed) ? parsed : [];
  return documents
    .filter((document) => document.contents !== null || document.errors.length > 0)
    .map((document) => yamlDocument(path, text, document, lineCounter));
}

function yamlDocument(path: string, text: string, document: Document, lines: LineCounter): BookFile {
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const faults: Fault[] = ownErrors(document).map(({ pos, message }) => {
    const place = at(pos[0]);
    const liquid = text.split('\n')[place.line - 1]?.includes('{{');
    return { ...place, message: `is not YAML: ${message}`, ...(liquid && { hint: quoteLiquid }) };
  });
  const plain = faults.length > 0 ? {} : toPlain(document);
  if (plain.problem !== undefined) faults.push({ ...at(document.range?.[0] ?? 0), message: plain.problem });
  return {
    path,
    tree: plain.tree,
    positionOf: (keys, options) => at(offsetOf(document, text, keys, options ?? {})),
    faults,
  };
}

// What follows the first slip of the syntax comes from it; keys that are there twice are slips of their own.
function ownErrors({ errors }: Document): Document['errors'] {
  const broken = errors.findIndex(({ code }) => code !== 'DUPLICATE_KEY');
  return broken === -1 ? errors : errors.slice(0, broken + 1);
}

function toPlain(document: Document): { tree?: unknown; problem?: string } {
  try {
    return { tree: document.toJS({ maxAliasCount: 100 }) as unknown };
  } catch (error) {
    // An alias without its anchor, or so many that they would fill the memory.
    return { problem: `is not YAML: ${error instanceof Error ? error.message : String(error)}` };
  }
}

interface Found {
  readonly node: unknown;
  readonly offset: number;
}

function offsetOf(
  document: Document,
  text: string,
  keys: BookPath,
  { part = 'value', offset }: { part?: 'key' | 'value'; offset?: number },
): number {
  const root = document.contents;
  let at: Found = { node: root, offset: startOf(root) ?? 0 };
  for (const [depth, key] of keys.entries()) {
    const wantsKey = part === 'key' && depth === keys.length - 1;
    const below = step(at, key, wantsKey);
    if (!below) return at.offset;
    at = below;
  }
  return isScalar(at.node) && part === 'value' ? insideText(at.node, text, at.offset, offset) : at.offset;
}

// One key further down; undefined where the tree has no such key, so that the parent is named.
function step({ node, offset }: Found, key: string | number, wantsKey: boolean): Found | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(key)];
    return { node: item, offset: startOf(item) ?? offset };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key: name }) => isScalar(name) && String(name.value) === String(key));
  if (!pair) return undefined;
  const atKey = startOf(pair.key) ?? offset;
  return { node: pair.value, offset: wantsKey ? atKey : (startOf(pair.value) ?? atKey) };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

// Inside a text as it is written: after its quote, or at the same characters where it is folded over lines.
function insideText(node: Scalar, text: string, start: number, offset: number | undefined): number {
  if (offset === undefined || typeof node.value !== 'string') return start;
  const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
  const from = quoted ? start + 1 : start;
  if (text.startsWith(node.value.slice(0, offset), from)) return from + offset;
  const found = text.indexOf(node.value.slice(offset, offset + 12), start);
  return found === -1 || found > (node.range?.[1] ?? start) ? start : found;
}
