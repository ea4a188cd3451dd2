import path from 'node:path';
import { readBook } from '../../ports/book-files/read-book';
import { coverageOf } from '../../simulation/covered/coverage';
import type { Seen } from '../../simulation/covered/seen';
import { runPolicyTests } from '../../simulation/policy-tests';

describe('the policy tests of the shipped book', () => {
  it('go through every step, branch and segment: see `tideline book test --coverage`', async () => {
    const read = await readBook(path.join(__dirname, '../../config/book'));
    if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
    const seen: Seen = new Set();
    runPolicyTests(read.book, read.tests, { seen });
    const { playbooks, segments } = coverageOf(read.book, seen);
    const missing = [
      ...playbooks.flatMap(({ playbook, missing: own }) => own.map((words) => `${playbook}: ${words}`)),
      ...segments.missing,
    ];
    expect(missing).toEqual([]);
  });
});
