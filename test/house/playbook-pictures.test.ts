import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readBook } from '../../ports/book-files/read-book';
import { playbookPictures } from '../../scripts/playbook-pictures';

describe('docs/playbooks.md', () => {
  it('shows the playbooks as they are: else run `npm run write:pictures`', async () => {
    const root = path.join(__dirname, '../..');
    const read = await readBook(path.join(root, 'config/book'));
    if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
    expect(readFileSync(path.join(root, 'docs/playbooks.md'), 'utf8')).toBe(playbookPictures(read.book));
  });
});
