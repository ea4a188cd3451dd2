import { expectTold, inSteps, spoiled, type Fault } from '../support/book-faults';
import { loadSmallBook, spoil } from '../support/small-book';

const segment = 'segments/at-risk.yaml';
const playbook = 'playbooks/save.yaml';
const wait = '  - wait: { for: 20d }';
const byAge = "signals.age_band == 'x'";
const contentSegment = `segment: young
title: Young
layer: psychographic
entry: ${byAge}
exit: signals.age_band != 'x'
need: Words that fit
owner: Somebody
reviewOn: 2027-06-30
changes: { topic: small }
`;

const faults: Fault[] = [
  spoiled('signals.yaml', 'nature: demographic', 'nature: demografic', {
    at: 'demografic',
    message: /not one of behavioural, demographic/,
    hint: /"demographic"/,
  }),
  spoiled('signals.yaml', 'nature: demographic', 'nature: demographic, use: [content, risk]', {
    at: 'risk]',
    message: /^age_band is demographic: it may vary content and locale only, so it has no use for risk$/,
    hint: /use: \[content\]/,
  }),
  spoiled('signals.yaml', 'nature: demographic', 'nature: demographic, feeds: [churn]', {
    at: 'churn',
    message: /^age_band is demographic: .* so it feeds no score$/,
  }),
  spoiled('signals.yaml', 'nature: geographic', 'nature: geographic, use: [routing]', {
    at: 'routing',
    message: /^region is geographic: .* no use for routing$/,
  }),
  spoiled('signals.yaml', 'purpose: Ages', 'purpose: Ages, use: [risk]', {
    at: 'risk',
    message: /^ages is demographic: .* no use for risk$/,
  }),
  spoiled('signals.yaml', 'purpose: Ages', 'purpose: Ages, nature: behavioural', {
    at: 'behavioural',
    message: /^ages is made of age_band, which is demographic$/,
    hint: /leave nature out/,
  }),
  spoiled('signals.yaml', 'purpose: Drops', 'purpose: Drops, use: [risk, content]', {
    at: 'content',
    message: /^drops is made of usage, which may be used for risk and routing only$/,
  }),
  spoiled('scores.yaml', 'signals.usage < -0.3', byAge, {
    at: 'signals.age_band',
    message: /^signals.age_band is demographic: it may vary content and locale only, not in a score$/,
    hint: /what the customer does/,
  }),
  spoiled('scores.yaml', 'signals.usage < -0.3', 'signals.ages >= 2.0', {
    at: 'signals.ages',
    message: /^signals.ages is made of age_band, which is demographic: .* not in a score$/,
  }),
  spoiled('scores.yaml', 'signals.usage < -0.3', "signals.mood == 'x'", {
    at: 'signals.mood',
    message: /^signals.mood may be used for content only, not in a score$/,
    hint: /add risk to its use/,
  }),
  spoiled(segment, 'scores.churn.points >= 45.0', byAge, {
    at: 'signals.age_band',
    message: /^signals.age_band is demographic: .* not in a segment with treat, allowedActions$/,
  }),
  spoiled(segment, 'scores.churn.points < 35.0', "customer.region != 'x'", {
    at: 'customer.region',
    message: /^customer.region is geographic: .* not in a segment with treat, allowedActions$/,
  }),
  ...[
    'priority: 80',
    'stakes: high',
    'riskTier: high',
    'routing: { priority: 1 }',
    'routing: { queue: success }',
    'serviceLevel: fast',
    'eligibility: [discount]',
    'allowedActions: [message]',
    'forbiddenActions: [offer]',
    'escalation: { hard: [usage], soft: [] }',
    'treat: [ { else: save } ]',
  ].map((permission): Fault => ({
    name: `a segment by age with ${permission}`,
    changes: { 'segments/young.yaml': `${contentSegment}${permission}\n` },
    at: byAge,
    message: new RegExp(`^signals.age_band is demographic: .* segment with ${permission.split(':')[0]}$`),
  })),
  ...['contactFrequency: daily', 'serviceLevel: fast', 'eligibility: discount'].map((change): Fault => ({
    name: `a segment by age that changes ${change}`,
    changes: { 'segments/young.yaml': contentSegment.replace('topic: small', change) },
    at: byAge,
    message: new RegExp(`^signals.age_band is .* segment with changes.${change.split(':')[0]}$`),
  })),
  spoiled(segment, "value.tier == 'high'", "customer.region == 'x'", {
    at: 'customer.region',
    message: /^customer.region is geographic: .* not in the choice of a play$/,
  }),
  {
    name: 'a play chosen by a segment by age',
    changes: {
      ...spoil(segment, "value.tier == 'high'", `"'young' in segments"`),
      'segments/young.yaml': contentSegment,
    },
    at: "'young'",
    message:
      /^the segment "young", which rests on signals.age_band, which is demographic, may .* not in the choice of a play$/,
  },
  {
    name: 'a play chosen by how many segments there are, one of them by age',
    changes: {
      ...spoil(segment, "value.tier == 'high'", 'segments.size() > 2'),
      'segments/young.yaml': contentSegment,
    },
    at: 'segments.size',
    message: /^the segment "young", which rests on signals.age_band/,
  },
  spoiled('policies.yaml', "amount: '0.0'", 'amount: "customer.region == \'x\' ? 1.0 : 0.0"', {
    at: 'customer.region',
    message: /^customer.region is geographic: .* not in the customer's value$/,
  }),
  spoiled('policies.yaml', "amount: '0.0'", 'amount: "0.0", strategic: customer.region == "x"', {
    at: 'customer.region',
    message: /^customer.region is geographic: .* not in the customer's value$/,
  }),
  spoiled(playbook, "goal: scores.churn.tier == 'low'", `goal: ${byAge}`, {
    at: 'signals.age_band',
    message: /not in a goal$/,
  }),
  spoiled(
    playbook,
    'maximumDuration',
    `exits: [ { id: a, when: "${byAge}", outcome: left } ]\nmaximumDuration`,
    {
      at: 'signals.age_band',
      message: /not in an exit$/,
    },
  ),
  spoiled(playbook, 'maximumDuration', `measure: { when: "${byAge}", at: 9d }\nmaximumDuration`, {
    at: 'signals.age_band',
    message: /not in a measure$/,
  }),
  inSteps('  - offer: { offer: discount, amount: "customer.region == \'x\' ? 1.0 : 2.0" }', {
    at: 'customer.region',
    message: /^customer.region is geographic: .* not in a price$/,
  }),
  ...[
    'charge: { invoices: open }',
    'offer: { offer: discount, amount: "1.0" }',
    'task: { queue: success, due: 1d }',
    'approve: { policy: plan, title: T }',
    'hold: { what: account }',
    'suppress: { reason: enough }',
    'notify: { queue: success, text: T }',
    'record: { field: a, value: b }',
  ].map((step) =>
    inSteps(`  - id: it\n    when: ${byAge}\n    ${step}`, {
      at: byAge,
      message: /not in whether "it" is done$/,
    }),
  ),
  inSteps(
    `  - id: it\n    decide:\n      - when: ${byAge}\n        do: [ { message: { template: hello } } ]\n      - else: [ { task: { queue: success, due: 1d } } ]`,
    { at: byAge, message: /not in "it", which decides about more than words$/ },
  ),
  inSteps(`  - id: it\n    repeat: { times: 2, until: "${byAge}", do: [ { rescore: {} } ] }`, {
    at: byAge,
    message: /not in how long "it" goes on$/,
  }),
  inSteps('  - wait: { event: age_band, for: 1d }', {
    at: 'age_band',
    message: /^signals.age_band is demographic: .* not how a play goes on$/,
  }),
  inSteps(`  - wait: { event: paid, for: 1d, where: "${byAge}" }`, {
    at: byAge,
    message: /not in which events count$/,
  }),
  inSteps('  - approve: { policy: plan, title: T, evidence: [signals.age_band] }', {
    at: 'signals.age_band',
    message: /^signals.age_band is demographic: .* not the evidence of an approval$/,
  }),
  inSteps('  - approve: { policy: plan, title: T, evidence: [customer] }', {
    at: 'customer',
    message: /^customer.region is geographic: .* not the evidence of an approval$/,
    hint: /name the attributes that matter/,
  }),
];

describe('a signal used for what it is not for', () => {
  test.each(faults)('is told with its place and fix: $name', expectTold);

  test('is not who somebody is where words, language or timing alone vary', async () => {
    const read = await loadSmallBook({
      ...spoil(
        playbook,
        wait,
        `  - { when: "${byAge}", message: { template: hello } }
  - decide:
      - { when: customer.region == 'x', do: [ { banner: { template: hello } }, { wait: { for: 1d } } ] }
      - { when: "'young' in segments", do: [ { decide: [ { when: "${byAge}", do: [ { message: { template: hello } } ] } ] } ] }
      - else: [ { message: { template: hello } } ]
${wait}`,
      ),
      ...spoil(
        'policies.yaml',
        'zone: Etc/UTC',
        'zone: Etc/UTC\ncontent: { topics: [small], depths: [brief], tones: [plain] }',
      ),
      'segments/young.yaml': contentSegment,
    });
    expect(read.ok ? [] : read.errors).toEqual([]);
  });
});
