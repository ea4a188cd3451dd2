import { caseOutcome, topicKey } from '../../domain/product-issue';

describe('the topic of a case', () => {
  it('is the same however it is written, and none where nothing is', () => {
    expect(topicKey('  Slow   Exports ')).toBe(topicKey('slow exports'));
    // A composed and a decomposed letter, a space that does not break.
    expect(topicKey('Caf\u00e9\u00a0closed')).toBe(topicKey('cafe\u0301 closed'));
    expect([topicKey(undefined), topicKey('  ')]).toEqual([undefined, undefined]);
  });

  it('is none where a whole story is told instead of a key', () => {
    expect(topicKey('x'.repeat(200))).toHaveLength(200);
    expect(topicKey('x'.repeat(201))).toBeUndefined();
  });

  it.each([
    [{ issueOpen: true, waiting: 0 }, 'issueJoined'],
    [{ issueOpen: false, waiting: 2 }, 'recorded'],
    [{ issueOpen: false, waiting: 3 }, 'issueOpened'],
  ] as const)('with %j is %s where three make an issue', (topic, outcome) => {
    expect(caseOutcome({ issueAt: 3 }, topic)).toBe(outcome);
  });
});
