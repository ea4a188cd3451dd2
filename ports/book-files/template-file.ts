import { parseDocument } from 'yaml';
import type { BookFile } from '../../domain/book/book-file';
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
  const read = parts.map((part) => ({ ...part, ...splitFrontMatter(part.text) }));
  const designed = read.find(({ path }) => path.endsWith('.mjml'));
  const plain = read.find(({ path }) => path.endsWith('.liquid'));
  const first = plain ?? designed ?? read[0];
  const path = first?.path ?? '';
  const place = { path, positionOf: () => ({ line: 1, column: 1 }) };
  const subject = plain?.subject ?? designed?.subject ?? '';
  try {
    const { text, html } = await compileTemplate({
      id: templateIdOf(path),
      subject,
      ...(plain ? { text: plain.body } : {}),
      ...(designed ? { mjml: designed.body } : {}),
    });
    return { ...place, tree: { subject, text, ...(html === undefined ? {} : { html }) }, faults: [] };
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    const part = error.part === 'mjml' || error.part === 'html' ? designed : plain;
    const line = (error.line ?? 1) + (error.part === 'subject' ? 0 : ((part ?? first)?.bodyLine ?? 1) - 1);
    return {
      ...place,
      path: part?.path ?? path,
      tree: undefined,
      faults: [{ line, column: error.column ?? 1, message: error.message }],
    };
  }
}

function splitFrontMatter(text: string): { subject?: string; body: string; bodyLine: number } {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text);
  if (!match) return { body: text, bodyLine: 1 };
  const fields: unknown = parseDocument(match[1] ?? '').toJS();
  const subject =
    typeof fields === 'object' && fields !== null && 'subject' in fields ? String(fields.subject) : undefined;
  return { subject, body: text.slice(match[0].length), bodyLine: match[0].split('\n').length };
}
