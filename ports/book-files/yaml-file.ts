import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Scalar,
} from 'yaml';
import type { BookFile, BookPath, Position } from '../../domain/book/book-file';

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
  return {
    path,
    tree: document.errors.length > 0 ? undefined : (document.toJS() as unknown),
    positionOf: (keys, options) => at(offsetOf(document, text, keys, options ?? {})),
    faults: document.errors.map(({ pos, message }) => ({
      ...at(pos[0]),
      message: `is not YAML: ${message}`,
    })),
  };
}

function offsetOf(
  document: Document,
  text: string,
  keys: BookPath,
  { part = 'value', offset }: { part?: 'key' | 'value'; offset?: number },
): number {
  let node: unknown = document.contents;
  let best = startOf(node) ?? document.range?.[0] ?? 0;
  for (const [depth, key] of keys.entries()) {
    const last = depth === keys.length - 1;
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
      );
      if (!pair) return best;
      const atKey = startOf(pair.key) ?? best;
      node = pair.value;
      best = last && part === 'key' ? atKey : (startOf(node) ?? atKey);
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      best = startOf(node) ?? best;
    } else return best;
  }
  return isScalar(node) && part === 'value' ? insideText(node, text, best, offset) : best;
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
