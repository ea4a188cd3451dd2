import { caseOutcome, topicKey } from '../../domain/product-issue';

describe('the topic of a case', () => {
  it('is the same however it is written, and none where nothing is', () => {
    expect(topicKey('  Slow   Exports ')).toBe(topicKey('slow exports'));
    expect([topicKey(undefined), topicKey('  ')]).toEqual([undefined, undefined]);
  });

  it.each([
    [{ issueOpen: true, waiting: 0 }, 'issueJoined'],
    [{ issueOpen: false, waiting: 2 }, 'recorded'],
    [{ issueOpen: false, waiting: 3 }, 'issueOpened'],
  ] as const)('with %j is %s where three make an issue', (topic, outcome) => {
    expect(caseOutcome({ issueAt: 3 }, topic)).toBe(outcome);
  });
});
