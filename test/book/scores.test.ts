import { readBookOfTexts } from '../../ports/book-files/read-book';
import { expectTold, spoiled, type Fault } from '../support/book-faults';
import { loadSmallBook, smallBook, spoil } from '../support/small-book';

const scores = 'scores.yaml';
const last = '- { code: drop, text: Usage fell, when: signals.usage < -0.3, points: 20 }\n';
const more = (yaml: string, rest: Omit<Fault, 'changes' | 'name'>): Fault => ({
  name: yaml.trim(),
  changes: spoil(scores, last, `${last}${yaml}\n`),
  ...rest,
});
const cohort = (fields: string) =>
  `  - { id: churn-big, dimension: churn, extends: churn, cohort: { id: big, title: Big, ${fields} } }`;
const card = `{
  "model": "churn-logistic",
  "version": "1",
  "intercept": -1,
  "features": [
    { "code": "usage", "text": "Usage", "value": "signals.usage", "weight": -3, "missing": 0 }
  ]
}
`;
const modelFile = 'models/churn.json';
const withCard = (from: string, to: string, rest: Omit<Fault, 'changes' | 'name'>): Fault => {
  if (!card.includes(from)) throw new Error(`the scorecard has no ${from}`);
  return {
    name: `${modelFile}: ${to}`,
    changes: {
      ...spoil(scores, `rules:\n      ${last}`, `model: { file: ${modelFile} }\n`),
      [modelFile]: card.replace(from, () => to),
    },
    ...rest,
  };
};

const faults: Fault[] = [
  more(cohort('when: true'), { at: 'true', message: /cohort is constant: true/ }),
  more(cohort("when: scores.churn.tier == 'high'"), { at: 'scores', message: /unknown variable "scores"/ }),
  more(cohort('when: "\'at-risk\' in segments"'), { at: 'segments', message: /unknown variable "segments"/ }),
  more(cohort("when: customer.region == 'x'"), {
    at: 'customer.region',
    message: /^customer.region is geographic: .* not in whom a score is for$/,
  }),
  more(
    '  - { id: churn-2, dimension: churn, extends: chrun, cohort: { id: a, title: A, when: signals.paid } }',
    {
      at: 'chrun',
      message: /no churn score for everybody "chrun"/,
      hint: /"churn"/,
    },
  ),
  more('  - { id: churn-2, dimension: churn, extends: churn }', {
    at: 'churn, extends',
    message: /churn has the score "churn" already/,
    hint: /cohort/,
  }),
  more(`${cohort('when: signals.paid')}\n${cohort('when: signals.paid').replace('churn-big', 'churn-too')}`, {
    at: 'big',
    message: /"churn-big" has a cohort with the same id/,
  }),
  more('  - { id: pay, dimension: payment, predicts: P, cohort: { id: a, title: A, when: signals.paid } }', {
    at: '{ id: pay',
    message: /is missing/,
  }),
  more(
    '  - { id: pay, dimension: payment, predicts: P, tiers: { high: { enter: 2, leave: 2 }, medium: { enter: 1, leave: 1 } }, rules: [ { code: a, text: A, when: signals.paid, points: 1 } ], cohort: { id: a, title: A, when: signals.paid } }',
    { at: '{ id: a, title', message: /not in a cohort has no payment score/, hint: /without cohort/ },
  ),
  spoiled(scores, `rules:\n      ${last}`, 'horizon: 30d\n', {
    name: 'a score without rules',
    at: 'id: churn',
    message: /a score has rules or a model, this one has neither/,
  }),
  spoiled(scores, 'rules:', `model: { file: models/none.json }\n    rules:`, {
    at: 'models/none.json',
    message: /no model file "models\/none.json"/,
  }),
  withCard('"missing": 0', '"missing": 0,', { at: '}', message: /^is not JSON: / }),
  withCard('"weight": -3', '"weight": "-3"', { at: '"-3"', message: /must be a number/ }),
  withCard('"weight"', '"wieght"', { at: '"wieght"', message: /unknown key "wieght"/, hint: /"weight"/ }),
  withCard('signals.usage"', 'signals.usgae"', { at: 'usgae', message: /"signals.usgae"/, hint: /"usage"/ }),
  withCard('signals.usage"', 'signals.paid"', {
    at: 'signals.paid',
    message: /must give a number, but gives bool/,
  }),
  withCard('signals.usage"', 'signals.ages"', {
    at: 'signals.ages',
    message: /made of age_band, which is demographic: .* not in a model$/,
  }),
  withCard('signals.usage"', '1.0"', { at: '"1.0"', message: /the value is constant/, hint: /intercept/ }),
  withCard(
    '\n  ]',
    ',\n    { "code": "usage", "text": "U", "value": "signals.usage", "weight": 1, "missing": 0 }\n  ]',
    { at: '"usage"', message: /the code "usage" is there twice/ },
  ),
];

describe('a score that makes no sense', () => {
  test.each(faults)('is told with its place and fix: $name', expectTold);
});

describe('the definitions of a score', () => {
  const compiled = async (yaml: string) => {
    const read = await loadSmallBook(spoil(scores, last, `${last}${yaml}\n`));
    if (!read.ok) throw new Error(JSON.stringify(read.errors));
    return read.book.scores;
  };

  test('stand with the most specific first, and of equals the one written first', async () => {
    const of = (id: string, when: string) =>
      `  - { id: ${id}, dimension: churn, extends: churn, cohort: { id: ${id}, title: T, when: "${when}" } }`;
    const all = await compiled(
      [
        of('one', 'signals.paid'),
        of('other', "customer.plan == 'x'"),
        of('both', "signals.paid && customer.plan == 'x'"),
      ].join('\n'),
    );
    expect(all.map(({ id }) => id)).toEqual(['both', 'one', 'other', 'churn']);
  });

  test('take what they leave out from the one they extend; a rule of the same code stands in the place of its', async () => {
    const [special] = await compiled(
      `${cohort('when: signals.paid').replace(/ }$/, '')}, rules: [ { code: drop, text: Fell, when: signals.usage < -0.1, points: 30 }, { code: paid, text: Paid, when: signals.paid, points: -5 } ] }`,
    );
    expect(special).toMatchObject({
      predicts: 'Cancels',
      tiers: { high: { enter: 45, leave: 35 } },
      rules: [
        { code: 'drop', points: 30 },
        { code: 'paid', points: -5, sources: ['billing'] },
      ],
    });
  });

  test('may be a model, which is part of the version of the book', async () => {
    const changes = {
      ...smallBook,
      ...spoil(scores, `rules:\n      ${last}`, `model: { file: ${modelFile} }\n`),
    };
    const one = await readBookOfTexts({ ...changes, [modelFile]: card });
    const other = await readBookOfTexts({ ...changes, [modelFile]: card.replace('-3', '-3.1') });
    if (!one.ok || !other.ok) throw new Error(JSON.stringify(one.ok ? other : one.errors));
    expect(one.book.scores[0]?.scorecard).toMatchObject({
      name: 'churn-logistic',
      version: '1',
      intercept: -1,
      features: [{ code: 'usage', weight: -3, reference: 0, sources: ['product_usage'] }],
    });
    expect(one.book.hash).not.toBe(other.book.hash);
  });
});
