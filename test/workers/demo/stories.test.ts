import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkBook } from '../../../ports/book-files/check-book';
import { characterOf, customerId } from '../../../workers/demo/character';
import { stories } from '../../../workers/demo/stories';

const root = path.join(__dirname, '../../..');

describe('the stories of the demonstration', () => {
  const characters = stories.flatMap((story) => story.characters);

  it('show every playbook of the shipped book', async () => {
    const read = await checkBook(path.join(root, 'config/book'));
    if (!read.ok) throw new Error('the shipped book has faults');
    const shown = stories.flatMap(({ ends }) => ends.map(({ playbook }) => playbook));
    expect([...new Set(shown)].sort()).toEqual(Object.keys(read.book.playbooks).sort());
  });

  it('are all that are written', () => {
    const written = readdirSync(path.join(root, 'workers/demo/stories'))
      .map((file) => readFileSync(path.join(root, 'workers/demo/stories', file), 'utf8'))
      .flatMap((text) => [...text.matchAll(/^ {2}id: '(.+)',$/gm)].map(([, id]) => id));
    expect(stories.map(({ id }) => id).sort()).toEqual(written.sort());
  });

  it('have customers that nobody takes for another, whatever the take', () => {
    for (const who of characters)
      for (const take of [1, 2, 10])
        expect(characterOf(characters, customerId(who, take))?.name).toBe(who.name);
    expect(characterOf(characters, 'sample-0001')).toBeUndefined();
  });

  it.each(stories.map((story) => [story.id, story] as const))(
    '%s is in the documentation with the outcomes it promises',
    (_, story) => {
      const rows = readFileSync(path.join(root, 'docs/demo.md'), 'utf8').split('\n');
      for (const { who, outcome } of story.ends) {
        const row = rows.find((line) => line.startsWith(`| ${who.name}`)) ?? '';
        expect(row.split('|').at(-2)).toMatch(new RegExp(`\\b${outcome}\\b`));
      }
    },
  );
});
