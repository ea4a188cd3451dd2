import path from 'node:path';
import type { ReadBook } from '../../ports/book-files/read-book';
import { readBook } from '../../ports/book-files/read-book';
import { playedWorld } from '../../simulation/simulate';

// The whole book, its templates included, is compiled.
jest.setTimeout(120_000);

const day = 86_400_000;

describe('the reminders of one payment cure', () => {
  let read: Extract<ReadBook, { ok: true }>;
  beforeAll(async () => {
    const found = await readBook(path.resolve('config/book'));
    if (!found.ok) throw new Error(found.errors.map(({ message }) => message).join('\n'));
    read = found;
  });

  const sentIn = (): (readonly [test: string, instants: readonly number[]])[] =>
    read.tests
      .filter(({ playbook }) => playbook === 'payment-cure')
      .map(({ name, given }) => {
        const cure = playedWorld({ book: read.book, given }).treatments.find(
          ({ playbook }) => playbook.id === 'payment-cure',
        );
        const sent = cure?.machine.trace.filter(
          ({ kind, outcome }) => kind === 'message' && outcome === 'sent',
        );
        return [name, (sent ?? []).map(({ at }) => Date.parse(at))];
      });

  it('are at most five, and at least a day apart, on every tested path', () => {
    const all = sentIn();
    const most = Math.max(...all.map(([, { length }]) => length));
    // The longest path goes through the whole ladder, so that the bound is really tried.
    expect(most).toBeGreaterThanOrEqual(4);
    expect(most).toBeLessThanOrEqual(5);
    const tooSoon = all.flatMap(([test, instants]) =>
      instants.flatMap((at, n) => (n > 0 && at - (instants[n - 1] ?? 0) < day ? [test] : [])),
    );
    expect(tooSoon).toEqual([]);
  });
});
