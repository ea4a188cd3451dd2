import { definitionsOf, type Definitions } from '../../domain/book/diff/definitions';
import type { BookTexts } from './read-book';
import { parseYamlFile } from './yaml-file';

/** The definitions of a book that was checked, from its texts. */
export function definitionsOfTexts(texts: BookTexts): Definitions {
  const entries = Object.entries(texts);
  const templates = entries.filter(([name]) => name.startsWith('templates/'));
  const yaml = entries.filter(([name]) => !name.startsWith('templates/'));
  return definitionsOf(
    yaml.flatMap(([name, text]) => parseYamlFile(name, text)),
    Object.fromEntries(templates),
  );
}
