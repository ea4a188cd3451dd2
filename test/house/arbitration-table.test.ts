import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readBook } from '../../ports/book-files/read-book';
import { arbitrationTable } from '../../scripts/arbitration-table';

describe('docs/arbitration.md', () => {
  it('says of every pair of plays what arbitration does: else run `npm run write:arbitration`', async () => {
    const root = path.join(__dirname, '../..');
    const read = await readBook(path.join(root, 'config/book'));
    if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
    expect(readFileSync(path.join(root, 'docs/arbitration.md'), 'utf8')).toBe(arbitrationTable(read.book));
  });
});
