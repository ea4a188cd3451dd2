import { parseDocument } from 'yaml';
import type { BookFile, Position } from '../../domain/book/book-file';
import { templateIdOf } from '../../domain/book/compile/compile-templates';
import { compileTemplate } from '../templates/render';
import { TemplateFault } from '../templates/template';

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
  const subject = plain?.subject ?? designed?.subject ?? '';
  const path = (plain ?? designed)?.path ?? '';
  const positionOf = () => ({ line: 1, column: 1 });
  try {
    const { text, html } = await compileTemplate({
      id: templateIdOf(path),
      subject,
      ...(plain && { text: plain.body }),
      ...(designed && { mjml: designed.body }),
    });
    return { path, positionOf, tree: { subject, text, ...(html !== undefined && { html }) }, faults: [] };
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    return { ...faultyFile(error, path, { designed, plain }), positionOf };
  }
}

interface Part extends FileText {
  readonly subject?: string;
  readonly body: string;
  readonly bodyLine: number;
}

function faultyFile(
  error: TemplateFault,
  path: string,
  { designed, plain }: { designed?: Part; plain?: Part },
): Omit<BookFile, 'positionOf'> {
  const faulty = (error.part === 'mjml' || error.part === 'html' ? designed : plain) ?? designed;
  const faults = [{ ...placeOf(error, faulty?.bodyLine ?? 1), message: error.message }];
  return { path: faulty?.path ?? path, tree: undefined, faults };
}

// The fault counts lines from the beginning of its part; front matter stands above the body.
function placeOf({ part, line = 1, column = 1 }: TemplateFault, bodyLine: number): Position {
  return { line: part === 'subject' ? line : line + bodyLine - 1, column };
}

function splitFrontMatter(text: string): { subject?: string; body: string; bodyLine: number } {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text);
  if (!match) return { body: text, bodyLine: 1 };
  const fields: unknown = parseDocument(match[1] ?? '').toJS();
  const subject =
    typeof fields === 'object' && fields !== null && 'subject' in fields ? String(fields.subject) : undefined;
  return { subject, body: text.slice(match[0].length), bodyLine: match[0].split('\n').length };
}
