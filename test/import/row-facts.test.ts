import { readFileSync } from 'node:fs';
import { parseMapping } from '../../cli/import/mapping';
import { rowFacts, type CsvRow } from '../../cli/import/row-facts';

const shipped = parseMapping(
  readFileSync('config/mappings/credit-card-default.yaml', 'utf8'),
  'credit-card-default.yaml',
);
const card: CsvRow = { ID: '7', PAY_0: '2', PAY_2: '0', PAY_3: '-1', PAY_4: '1', PAY_5: '-2', PAY_6: '3' };

const long = parseMapping(
  `
mapping: usage-log
customer: { column: account }
where: row.plan != 'trial'
attributes:
  seats: { column: seats, type: number }
signals:
  - { name: usage_change_30d, type: number, column: change, value: cell / 100.0, occurredAt: { column: day } }
  - { name: vpn_used, type: boolean, column: net, value: cell == 'vpn', occurredAt: { column: day } }
`,
  'usage-log.yaml',
);
const usage: CsvRow = {
  account: 'Acme',
  plan: 'team',
  seats: '12',
  change: '-35',
  net: 'vpn',
  day: '2026-03-01',
};

describe('a row becomes facts', () => {
  it('in time order, one per period', () => {
    const facts = rowFacts(shipped, card);
    if (facts.kind !== 'facts') throw new Error(facts.kind);
    expect(facts.customer).toBe('card-7');
    expect(facts.signals.map((one) => [one.occurredAt.slice(0, 7), one.value])).toEqual([
      ['2005-04', 3],
      ['2005-05', -2],
      ['2005-06', 1],
      ['2005-07', -1],
      ['2005-08', 0],
      ['2005-09', 2],
    ]);
  });

  it('with the same ids every time, different for each period and customer, none of them holding the customer id', () => {
    const ids = (row: CsvRow): string[] => {
      const facts = rowFacts(shipped, row);
      return facts.kind === 'facts' ? facts.signals.map((one) => one.id) : [];
    };
    expect(ids(card)).toEqual(ids({ ...card }));
    expect(new Set([...ids(card), ...ids({ ...card, ID: '8' })]).size).toBe(12);
    expect(ids(card).join()).not.toContain('card-7');
  });

  it('about whoever has an identity, where the column holds one', () => {
    const text = (more: string) => `
mapping: devices
customer: { column: account, identity: device }
${more}
signals: [{ name: vpn_used, type: boolean, column: net, value: cell == 'vpn', occurredAt: { column: day } }]
`;
    const facts = rowFacts(parseMapping(text(''), 'devices.yaml'), usage);
    expect(facts).toMatchObject({ signals: [{ identity: { kind: 'device', value: 'Acme' }, value: true }] });
    expect(facts).not.toHaveProperty('signals.0.customer');
    expect(() => parseMapping(text('constants: { plan: team }'), 'devices.yaml')).toThrow(
      'customer.identity: cannot have attributes beside it',
    );
  });

  it('without a fact for an empty cell', () => {
    const facts = rowFacts(shipped, { ...card, PAY_3: '' });
    expect(facts.kind === 'facts' && facts.signals.length).toBe(5);
  });

  it('with computed values, attributes and the row’s own instant', () => {
    expect(rowFacts(long, usage)).toMatchObject({
      kind: 'facts',
      customer: 'Acme',
      attributes: { seats: 12 },
      signals: [
        { name: 'usage_change_30d', value: -0.35, occurredAt: '2026-03-01T00:00:00.000Z' },
        { name: 'vpn_used', value: true },
      ],
    });
  });

  it('unless the mapping leaves it out', () => {
    expect(rowFacts(long, { ...usage, plan: 'trial' })).toEqual({ kind: 'passedOver' });
  });

  it.each([
    [{ ID: '' }, 'ID', 'empty'],
    [{ PAY_2: 'late' }, 'PAY_2', 'not a number'],
  ])('or is a fault that names its column (%j)', (change, field, reason) => {
    expect(rowFacts(shipped, { ...card, ...change })).toMatchObject({
      kind: 'fault',
      field,
      reason: expect.stringContaining(reason),
    });
  });
});

describe('a mapping that cannot be used', () => {
  it.each([
    ['mapping: Big Name', 'kebab-case'],
    ['mapping: a\ncustomer: { column: ID }\nsignals: [{ name: x, type: number }]', 'needs either periods'],
    [
      'mapping: a\ncustomer: { column: ID }\nsignals: [{ name: x, type: date, column: a, occurredAt: 2026-01-01T00:00:00Z }]',
      'type',
    ],
    [
      'mapping: a\ncustomer: { column: ID }\nwhere: "row. =="\nsignals: [{ name: x, type: number, column: a, occurredAt: { column: b } }]',
      'where: is not a CEL expression',
    ],
    ['mapping: [', 'is not YAML'],
  ])('is refused with what is wrong (%#)', (text, words) => {
    expect(() => parseMapping(text, 'map.yaml')).toThrow(words);
  });
});
