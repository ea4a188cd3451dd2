import { expectTold, spoiled, type Fault } from '../support/book-faults';
import { spoil } from '../support/small-book';

const derives = (keys: string, rest: Omit<Fault, 'changes' | 'name'>): Fault => ({
  name: `derive: ${keys}`,
  changes: spoil('signals.yaml', 'of: usage, aggregate: count, window: 30d, atMost: -0.3', keys),
  ...rest,
});

const faults: Fault[] = [
  derives('of: usage, aggregate: cuont, window: 1d', {
    at: 'cuont',
    message: /not one of count, sum, rate/,
    hint: /"count"/,
  }),
  derives('of: usage, aggregate: gap, window: 1d', {
    at: 'gap',
    message: /^a gap needs with$/,
    hint: /^add with: <signal>$/,
  }),
  derives('of: usage, aggregate: gap, window: 1d, with: usage', {
    at: 'usage }',
    message: /gap between usage and itself is always 0/,
  }),
  derives('of: usage, aggregate: sequence, window: 1d, then: paid', {
    at: 'sequence',
    message: /^a sequence needs within$/,
    hint: /within: 10m/,
  }),
  derives('of: usage, aggregate: sequence, window: 1d, within: 10m', {
    at: 'sequence',
    message: /^a sequence needs then$/,
  }),
  derives('of: usage, aggregate: sequence, window: 1h, then: paid, within: 2h', {
    at: '2h',
    message: /within is longer than the window/,
  }),
  derives('of: usage, aggregate: sequence, window: 1d, then: piad, within: 2h', {
    at: 'piad',
    message: /no signal "piad"/,
    hint: /"paid"/,
  }),
  derives('of: usage, aggregate: count, window: 1d, then: paid', {
    at: 'then',
    message: /^count has no then$/,
    hint: /belongs to sequence$/,
  }),
  derives('of: usage, aggregate: sum, window: 1d, field: page', {
    at: 'field',
    message: /^sum has no field$/,
    hint: /belongs to distinct, repeats$/,
  }),
  derives('of: usage, aggregate: trend, window: 1d, against: lastYear', {
    at: 'against',
    message: /^trend has no against$/,
    hint: /belongs to count, sum, change$/,
  }),
  derives('of: usage, aggregate: change, window: 1d, against: lastyear', {
    at: 'lastyear',
    message: /not one of lastYear/,
  }),
  derives('of: usage, aggregate: change, window: 400d, against: lastYear', {
    at: '400d',
    message: /overlaps that of last year/,
    hint: /at most 365d/,
  }),
  derives('of: paid, aggregate: trend, window: 1d', {
    at: 'paid',
    message: /^trend needs a number, paid is a boolean$/,
  }),
  derives('of: usage, aggregate: count, window: 1d, equals: true', {
    at: 'true',
    message: /usage is a number, so it never equals the boolean true/,
  }),
  derives('of: usage, aggregate: count, window: 0s', { at: '0s', message: /no length has no facts/ }),
  spoiled('signals.yaml', 'of: usage, aggregate: count', 'of: paid, aggregate: count', {
    at: 'paid',
    message: /needs a number, paid is a boolean/,
  }),
];

describe('a derived signal that makes no sense', () => {
  test.each(faults)('is told with its place and fix: $name', expectTold);
});
