import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { demoBook } from '../../workers/demo/book';

it('the demonstration lets a newcomer decide on the recovery plan for thirty days of its story, and changes nothing else', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tideline-demo-book-'));
  const read = (book: string): string[] =>
    readFileSync(path.join(book, 'playbooks/save-play.yaml'), 'utf8').split('\n');
  const shipped = read('config/book');
  const shown = read(demoBook('config/book', folder));
  const changed = shown.flatMap((line, at) =>
    line === shipped[at] ? [] : [[shipped[at]?.trim(), line.trim()]],
  );
  expect(changed).toEqual([['expire: 5d', 'expire: 30d']]);
  rmSync(folder, { recursive: true });
});
