import type { BookFile } from '../../domain/book/book-file';
import { parseYamlFile } from './yaml-file';

/** Reads a JSON file to a tree that knows where every key stands: JSON is YAML too, whose parser keeps the places. */
export function parseJsonFile(path: string, text: string): BookFile[] {
  const files = parseYamlFile(path, text);
  const fault = jsonFault(text);
  if (fault === undefined || files.some(({ faults }) => faults.length > 0)) return files;
  // What YAML lets pass and JSON does not, such as a comma before a bracket.
  const at = /position (\d+)/.exec(fault)?.[1];
  const before = text.slice(0, at === undefined ? 0 : Number(at)).split('\n');
  const place = { line: before.length, column: (before.at(-1) ?? '').length + 1 };
  const positionOf = () => place;
  return [{ path, tree: undefined, positionOf, faults: [{ ...place, message: `is not JSON: ${fault}` }] }];
}

function jsonFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
