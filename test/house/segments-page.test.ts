import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readBook } from '../../ports/book-files/read-book';
import { segmentsPage } from '../../scripts/segments-page';

describe('docs/segments.md', () => {
  it('shows the segments as they are: else run `npm run write:segments`', async () => {
    const root = path.join(__dirname, '../..');
    const read = await readBook(path.join(root, 'config/book'));
    if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
    expect(readFileSync(path.join(root, 'docs/segments.md'), 'utf8')).toBe(segmentsPage(read.book));
  });
});
