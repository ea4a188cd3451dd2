import type { BookFile } from '../../domain/book/book-file';
import { templateIdOf } from '../../domain/book/compile/compile-templates';
import { parseJsonFile } from './json-file';
import { parseTemplate, type FileText } from './template-file';
import { parseYamlFile } from './yaml-file';

/** Parses the texts of a book, from a folder or from a request, to what `loadBook` takes. */
export async function parseBookFiles(texts: readonly FileText[]): Promise<BookFile[]> {
  const isTemplate = ({ path }: FileText): boolean => /^templates\/.*\.(liquid|mjml)$/.test(path);
  const yaml = texts
    .filter((file) => !isTemplate(file))
    .flatMap(({ path, text }) =>
      path.endsWith('.json') ? parseJsonFile(path, text) : parseYamlFile(path, text),
    );
  const byId = new Map<string, FileText[]>();
  for (const file of texts.filter(isTemplate)) {
    const id = templateIdOf(file.path);
    byId.set(id, [...(byId.get(id) ?? []), file]);
  }
  return [...yaml, ...(await Promise.all([...byId.values()].map(parseTemplate)))];
}
