import path from 'node:path';
import { arbitrate } from '../../../domain/arbitration/arbitrate';
import type { ArbitratedTreatment, Decision } from '../../../domain/arbitration/decision';
import type { CompiledBook } from '../../../domain/compiled-book';
import { readBook } from '../../../ports/book-files/read-book';
import { withoutHoldout } from '../../../simulation/simulate';
import { arbitrated, arbitrationInput, crossing } from '../../support/arbitrated-customer';

/** States of the other play when the crossing of a new one comes. */
const states = ['none', 'running', 'paused', 'ending', 'cooling', 'cooled'] as const;
type State = (typeof states)[number];

/** What is expected in each state, by hand. */
const relations = {
  beside: ['start', 'start', 'start', 'start', 'start', 'start'],
  // The same play: one treatment of a matter at a time, and its own cool-down.
  itself: ['start', 'update', 'update', 'defer', 'ignore', 'start'],
  // Without a cool-down of its own.
  itselfAtOnce: ['start', 'update', 'update', 'defer', 'start', 'start'],
  // Another play about the same matter.
  joins: ['start', 'update', 'update', 'defer', 'start', 'start'],
  takesOver: ['start', 'start (cancels)', 'start (cancels)', 'defer', 'start', 'start'],
  // A narrower play stops the one it would otherwise join.
  holdsUp: ['start', 'start (pauses)', 'start (pauses)', 'defer', 'start', 'start'],
  waits: ['start', 'defer', 'defer', 'start', 'start', 'start'],
  pauses: ['start', 'start (pauses)', 'start (pauses)', 'start', 'start', 'start'],
  cancels: ['start', 'start (cancels)', 'start (cancels)', 'start', 'start', 'start'],
} as const;
type Relation = keyof typeof relations;

type Class = 'fraud' | 'payment' | 'service' | 'marketing';

/**
 * Every play that ships: its class, what it is about, and whether each context is a matter of its own. A new one is one
 * line here, and exceptions if it declares any.
 */
const plays: Readonly<Record<string, readonly [Class, string, 'context'?]>> = {
  'fraud-review': ['fraud', 'fraud'],
  appeal: ['fraud', 'fraud'],
  'dispute-response': ['fraud', 'payment', 'context'],
  'billing-dispute': ['service', 'payment', 'context'],
  'access-restore': ['service', 'reputation', 'context'],
  'account-change': ['service', 'reputation', 'context'],
  looping: ['service', 'reputation', 'context'],
  'reputation-recovery': ['service', 'reputation', 'context'],
  'payment-cure': ['payment', 'payment'],
  'save-play': ['service', 'churn'],
  'renewal-watch': ['service', 'churn'],
  'onboarding-rescue': ['service', 'churn'],
  'check-in': ['service', 'churn'],
  'win-back': ['marketing', 'churn'],
  'expansion-rescue': ['service', 'expansion'],
  grow: ['marketing', 'expansion'],
  maintain: ['marketing', 'expansion'],
};

/** What the start of a class means for an open play of another, where they are about different matters. */
const byClass: Readonly<Record<Class, Readonly<Record<Class, Relation>>>> = {
  fraud: { fraud: 'beside', payment: 'pauses', service: 'pauses', marketing: 'pauses' },
  payment: { fraud: 'waits', payment: 'beside', service: 'beside', marketing: 'pauses' },
  service: { fraud: 'waits', payment: 'beside', service: 'beside', marketing: 'beside' },
  marketing: { fraud: 'waits', payment: 'waits', service: 'beside', marketing: 'beside' },
};

const lighterChurnPlays = {
  'check-in': 'takesOver',
  'onboarding-rescue': 'takesOver',
  'renewal-watch': 'takesOver',
  'win-back': 'takesOver',
} as const;
const sellsNothing = { grow: 'pauses', maintain: 'pauses' } as const;
const givesWay = {
  'save-play': 'waits',
  'renewal-watch': 'waits',
  'onboarding-rescue': 'waits',
  'check-in': 'waits',
  'win-back': 'waits',
  'billing-dispute': 'waits',
  'access-restore': 'waits',
  'account-change': 'waits',
  looping: 'waits',
  'reputation-recovery': 'waits',
} as const;

/** New play → open play: what their playbooks declare beyond class and matter. */
const exceptions: Readonly<Record<string, Readonly<Record<string, Relation>>>> = {
  'dispute-response': { 'dispute-response': 'itselfAtOnce', 'payment-cure': 'holdsUp' },
  // What is contested is not charged again meanwhile; support comes before what sells.
  'billing-dispute': {
    'billing-dispute': 'itselfAtOnce',
    'payment-cure': 'holdsUp',
    ...sellsNothing,
    'win-back': 'pauses',
  },
  'access-restore': {
    'access-restore': 'itselfAtOnce',
    looping: 'cancels',
    ...sellsNothing,
    'win-back': 'pauses',
  },
  'account-change': {
    'account-change': 'itselfAtOnce',
    looping: 'cancels',
    ...sellsNothing,
    'win-back': 'pauses',
  },
  looping: { looping: 'itselfAtOnce', ...sellsNothing, 'win-back': 'pauses' },
  // Who complains in public is sold nothing.
  'reputation-recovery': { 'reputation-recovery': 'itselfAtOnce', ...sellsNothing, 'win-back': 'pauses' },
  // Nobody talks about more seats while money is open, in either order.
  'fraud-review': { 'fraud-review': 'itselfAtOnce' },
  appeal: { appeal: 'itselfAtOnce' },
  'payment-cure': { 'payment-cure': 'itselfAtOnce', 'expansion-rescue': 'pauses' },
  'expansion-rescue': { 'payment-cure': 'waits', grow: 'takesOver', maintain: 'takesOver' },
  // People lead: what sells stands still, what is lighter about the same risk ends.
  'save-play': { ...lighterChurnPlays, ...sellsNothing },
  'renewal-watch': { 'check-in': 'takesOver', ...sellsNothing },
  'onboarding-rescue': { 'check-in': 'takesOver', ...sellsNothing },
  'check-in': sellsNothing,
  'win-back': { 'check-in': 'takesOver' },
  // First to give way; the rescue of the same matter is joined, not waited for.
  grow: givesWay,
  maintain: givesWay,
};

function relationOf(starting: string, running: string): Relation | undefined {
  const [one, other] = [plays[starting], plays[running]];
  if (!one || !other) return undefined;
  const declared = exceptions[starting]?.[running];
  if (declared) return declared;
  if (starting === running) return 'itself';
  // What is about one context alone is no matter of anybody else's.
  return one[1] === other[1] && other[2] !== 'context' ? 'joins' : byClass[one[0]][other[0]];
}

const names = Object.keys(plays);
const pairs = names.flatMap((starting) => names.map((running) => ({ starting, running })));

describe('every pair of shipped plays', () => {
  let book: CompiledBook;
  beforeAll(async () => {
    const read = await readBook(path.join(__dirname, '../../../config/book'));
    if (!read.ok) throw new Error('the shipped book does not load');
    book = withoutHoldout(read.book);
  });

  it('has an expectation in every state', () => {
    expect(names.toSorted()).toEqual(Object.keys(book.playbooks).toSorted());
    expect(pairs.filter(({ starting, running }) => !relationOf(starting, running))).toEqual([]);
    const shipped = names.map((id) => {
      const { class: rank, dimension, per } = book.playbooks[id]!;
      return [id, rank, dimension, ...(per === 'context' ? [per] : [])];
    });
    expect(shipped).toEqual(names.map((id) => [id, ...plays[id]!]));
  });

  it.each(pairs)('$starting while $running is none, running, paused, ending, cooling, cooled', (pair) => {
    const { starting, running } = pair;
    const found = states.map((state) => {
      const treatments = treatmentsIn(running, state);
      const asked = crossing(`${starting}-external`, contextOf(starting));
      const input = arbitrationInput(book, [asked], { treatments });
      return arbitrate(input).map(inWords).join(' and ');
    });
    expect(found).toEqual(relations[relationOf(starting, running)!]);
  });
});

function treatmentsIn(running: string, state: State): readonly ArbitratedTreatment[] {
  const closed = (daysAgo: number) => ({
    state: 'closed' as const,
    closedAt: new Date(Date.parse('2026-03-10T11:59:00.000Z') - daysAgo * 86_400_000).toISOString(),
  });
  const treatment = (fields: Partial<ArbitratedTreatment>) => [
    arbitrated(running, `${running}-external`, { ...contextOf(running), ...fields }),
  ];
  switch (state) {
    case 'none':
      return [];
    case 'running':
    case 'paused':
    case 'ending':
      return treatment({ state });
    case 'cooling':
      return treatment(closed(0));
    case 'cooled':
      return treatment(closed(400));
  }
}

function contextOf(play: string): { readonly context?: string } {
  return plays[play]?.[2] === 'context' ? { context: `case:${play}` } : {};
}

function inWords(decision: Decision): string {
  if (decision.action !== 'start') return decision.action;
  const how = decision.preempts.map((preempted) => `${preempted.how}s`);
  return how.length > 0 ? `start (${how.join(', ')})` : 'start';
}
