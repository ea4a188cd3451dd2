import type { CompiledTemplate } from '../../compiled-book';
import type { BookFile } from '../book-file';
import { parsePart } from '../parse-part';
import type { Report } from '../report';
import { templateSchema } from '../schema/template-schema';

/** Templates by id, the id being the file's name; the port has turned MJML to HTML and checked the Liquid. */
export function compileTemplates(
  files: readonly BookFile[],
  report: Report,
): Record<string, CompiledTemplate> {
  const templates: Record<string, CompiledTemplate> = {};
  for (const file of files) {
    const id = templateIdOf(file.path);
    const parsed = parsePart(templateSchema, file.tree, { file, path: [] }, report);
    if (parsed) templates[id] = { id, ...parsed };
  }
  return templates;
}

/** 'templates/payment-update.liquid' → 'payment-update'. */
export function templateIdOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.[^.]+$/, '');
}
