import { bookHashFits } from '../../domain/book/hash';
import { loadSmallBook, smallBook, spoil } from '../support/small-book';

async function loaded(changes: Record<string, string | undefined> = {}) {
  const read = await loadSmallBook(changes);
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return read.book;
}

describe("a book's hash", () => {
  test('is the same for comments, key order and file names', async () => {
    const { hash } = await loaded();
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(
      (await loaded(spoil('segments/at-risk.yaml', 'title: At risk', '# a remark\ntitle: At risk'))).hash,
    ).toBe(hash);
    expect(
      (
        await loaded(
          spoil('segments/at-risk.yaml', 'need: Help\nowner: Somebody', 'owner: Somebody\nneed: Help'),
        )
      ).hash,
    ).toBe(hash);
    expect(
      (
        await loaded({
          'segments/at-risk.yaml': undefined,
          'segments/other.yaml': smallBook['segments/at-risk.yaml'],
        })
      ).hash,
    ).toBe(hash);
  });

  test.each([
    ['a wait', spoil('playbooks/save.yaml', 'for: 20d', 'for: 21d')],
    ['a template', { 'templates/hello.liquid': '---\nsubject: Hello\n---\nGood day\n' }],
    [
      'a goal',
      spoil('playbooks/save.yaml', "goal: scores.churn.tier == 'low'", "goal: scores.churn.tier != 'high'"),
    ],
    ['a score', spoil('scores.yaml', 'points: 20', 'points: 21')],
    ['a live policy', spoil('policies.yaml', 'messages: 3', 'messages: 4')],
  ])('changes with %s', async (_what, changes) => {
    expect((await loaded(changes)).hash).not.toBe((await loaded()).hash);
  });

  test('stands in every program and tells a changed book', async () => {
    const book = await loaded();
    expect(book.playbooks['save']?.program.bookHash).toBe(book.hash);
    expect(book.playbooks['save']?.observer.bookHash).toBe(book.hash);
    expect(bookHashFits(book)).toBe(true);
    expect(bookHashFits({ ...book, zone: 'Europe/Berlin' })).toBe(false);
  });

  test('belongs to plain JSON: what is stored is what was compiled', async () => {
    const book = await loaded();
    expect(JSON.parse(JSON.stringify(book))).toEqual(book);
  });
});
