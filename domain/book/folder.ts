import type { BookFile } from './book-file';
import { nearest } from './nearest';
import type { Report } from './report';

/** The files of a book by what they define. */
export interface Folder {
  readonly signals?: BookFile;
  readonly scores?: BookFile;
  readonly policies?: BookFile;
  readonly segments: readonly BookFile[];
  readonly playbooks: readonly BookFile[];
  readonly templates: readonly BookFile[];
  /** Models of scores, in JSON. */
  readonly models: readonly BookFile[];
  readonly tests: readonly BookFile[];
  /** Files whose text has faults; their names count as far as they can be read. */
  readonly faulty: readonly BookFile[];
}

const single = ['signals.yaml', 'scores.yaml', 'policies.yaml'] as const;
const folders = ['segments', 'playbooks', 'templates', 'models', 'tests'] as const;

/** Sorts files by their place in the folder; reports strays, faults of the text, and what is missing. */
export function sortFolder(files: readonly BookFile[], report: Report): Folder {
  for (const file of files) {
    for (const { line, column, message, hint } of file.faults) {
      report.errors.push({
        file: file.path,
        line,
        column,
        path: '',
        message,
        ...(hint === undefined ? {} : { hint }),
      });
    }
  }
  const whole = files.filter((file) => file.faults.length === 0);
  const one = (name: string): BookFile | undefined => whole.find((file) => file.path === name);
  const many = (folder: string): BookFile[] => whole.filter((file) => file.path.startsWith(`${folder}/`));
  for (const name of single) {
    if (!files.some((file) => file.path === name)) {
      report.errors.push({
        file: name,
        line: 1,
        column: 1,
        path: '',
        message: `${name} is missing`,
        hint: 'every book has one',
      });
    }
  }
  for (const file of whole) {
    if (
      single.some((name) => name === file.path) ||
      folders.some((folder) => file.path.startsWith(`${folder}/`))
    )
      continue;
    const valid = [...single, ...folders.map((folder) => `${folder}/`)];
    report.error(
      { file, path: [] },
      {
        message: 'this file belongs to no part of a book',
        hint: `expected ${nearest(file.path, valid) ?? valid.join(', ')}`,
      },
    );
  }
  return {
    signals: one('signals.yaml'),
    scores: one('scores.yaml'),
    policies: one('policies.yaml'),
    segments: many('segments'),
    playbooks: many('playbooks'),
    templates: many('templates'),
    models: many('models'),
    tests: many('tests'),
    faulty: files.filter((file) => file.faults.length > 0),
  };
}
