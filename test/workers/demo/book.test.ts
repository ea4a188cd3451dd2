import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkBook } from '../../../ports/book-files/check-book';
import { demoBook } from '../../../workers/demo/book';

const source = 'config/book';

describe('the book of the demonstration', () => {
  let folder: string;
  let shown: string;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tideline-demo-book-'));
    shown = demoBook(source, folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('waits thirty days of the story for the recovery plan, has no control groups, and is the shipped one otherwise', () => {
    const files = readdirSync(source, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(source, path.join(entry.parentPath, entry.name)));
    const lines = (book: string, file: string): string[] =>
      readFileSync(path.join(book, file), 'utf8').split('\n');
    const changed = files.flatMap((file) => {
      const shipped = lines(source, file);
      return lines(shown, file).flatMap((line, at) =>
        line === shipped[at] ? [] : [`${shipped[at]?.trim()} → ${line.trim()}`],
      );
    });
    expect([...new Set(changed)].sort()).toEqual([
      'expire: 5d → expire: 30d',
      'holdout: 0.1 → holdout: 0',
      'holdout: { salt: tideline-2026, globalShare: 0.05 } → holdout: { salt: tideline-2026, globalShare: 0 }',
    ]);
  });

  it('is sound', async () => {
    expect((await checkBook(shown)).ok).toBe(true);
  });
});
