import type { BookFile, Position, TemplateRead } from '../../domain/book/book-file';
import { templateIdOf } from '../../domain/book/compile/compile-templates';
import { compileTemplate } from '../templates/render';
import { liquidReads } from '../templates/liquid';
import { TemplateFault, type TemplatePart } from '../templates/template';
import { parseYamlFile } from './yaml-file';

/** The text of a file with its path inside the book's folder. */
export interface FileText {
  readonly path: string;
  readonly text: string;
}

/**
 * Compiles one template: `<id>.liquid` (plain text), `<id>.mjml` (designed), or both beside each other.
 * The subject stands in front matter between two lines of `---`.
 */
export async function parseTemplate(parts: readonly FileText[]): Promise<BookFile> {
  const read = parts.map((part): Part => ({ ...part, ...splitFrontMatter(part.text) }));
  const designed = read.find(({ path }) => path.endsWith('.mjml'));
  const plain = read.find(({ path }) => path.endsWith('.liquid'));
  const titled = plain?.subject === undefined ? designed : plain;
  const subject = titled?.subject?.text ?? '';
  const path = (plain ?? designed)?.path ?? '';
  const positionOf = () => ({ line: 1, column: 1 });
  try {
    const { text, html } = await compileTemplate({
      id: templateIdOf(path),
      subject,
      ...(plain && { text: plain.body }),
      ...(designed && { mjml: designed.body }),
    });
    const tree = { subject, text, ...(html !== undefined && { html }) };
    return { path, positionOf, tree, reads: readsOf({ titled, plain, designed }), faults: [] };
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    return { ...faultyFile(error, path, { titled, designed, plain }), positionOf };
  }
}

interface Part extends FileText {
  readonly subject?: { readonly text: string; readonly at: Position };
  readonly body: string;
  readonly bodyLine: number;
}

interface Parts {
  /** The part whose subject counts. */
  readonly titled?: Part;
  readonly designed?: Part;
  readonly plain?: Part;
}

function readsOf({ titled, plain, designed }: Parts): TemplateRead[] {
  const of = (part: Part | undefined, name: TemplatePart): TemplateRead[] => {
    if (!part) return [];
    const source = name === 'subject' ? (part.subject?.text ?? '') : part.body;
    return liquidReads(source, { templateId: part.path, part: name }).map(({ path, over, ...at }) => ({
      file: part.path,
      path,
      over,
      ...placeIn(part, name, at),
    }));
  };
  return [...of(titled, 'subject'), ...of(plain, 'text'), ...of(designed, 'mjml')];
}

function faultyFile(
  error: TemplateFault,
  path: string,
  { titled, designed, plain }: Parts,
): Omit<BookFile, 'positionOf'> {
  const ofPart = { subject: titled, mjml: designed, html: designed, text: plain }[error.part];
  const faulty = ofPart ?? designed ?? plain;
  const at = faulty ? placeIn(faulty, error.part, error) : { line: 1, column: 1 };
  return { path: faulty?.path ?? path, tree: undefined, faults: [{ ...at, message: error.reason }] };
}

// Parsers count from the beginning of their part: the subject's value, or the body below the front matter.
function placeIn(
  { subject, bodyLine }: Part,
  part: TemplatePart,
  { line = 1, column = 1 }: { readonly line?: number; readonly column?: number },
): Position {
  if (part !== 'subject') return { line: line + bodyLine - 1, column };
  const at = subject?.at ?? { line: 1, column: 1 };
  return line === 1
    ? { line: at.line, column: at.column + column - 1 }
    : { line: at.line + line - 1, column };
}

function splitFrontMatter(text: string): Pick<Part, 'subject' | 'body' | 'bodyLine'> {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text);
  if (!match) return { body: text, bodyLine: 1 };
  const [file] = parseYamlFile('', match[1] ?? '');
  const fields = file?.tree;
  const body = { body: text.slice(match[0].length), bodyLine: match[0].split('\n').length };
  if (!file || typeof fields !== 'object' || fields === null || !('subject' in fields)) return body;
  const { line, column } = file.positionOf(['subject'], { offset: 0 });
  // One line of dashes stands above the fields.
  return { ...body, subject: { text: String(fields.subject), at: { line: line + 1, column } } };
}
