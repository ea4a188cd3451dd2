import { readBookOfTexts, type ReadBook } from '../../ports/book-files/read-book';

/** A small book without faults, to be spoiled one text at a time. */
export const smallBook: Readonly<Record<string, string>> = {
  'signals.yaml': `
attributes:
  plan: { type: string }
  region: { type: string, nature: geographic }
signals:
  usage: { type: number, source: product_usage, maximumAge: 30d, purpose: Use, use: [risk, routing] }
  age_band: { type: string, source: external, maximumAge: 30d, purpose: Words, nature: demographic }
  mood: { type: string, source: external, maximumAge: 30d, purpose: Words, use: [content] }
  ages: { purpose: Ages, derive: { of: age_band, aggregate: distinct, window: 30d } }
  paid: { type: boolean, source: billing, maximumAge: 30d, purpose: Paid, use: [risk] }
  drops: { purpose: Drops, derive: { of: usage, aggregate: count, window: 30d, atMost: -0.3 } }
`,
  'scores.yaml': `
scores:
  - id: churn
    dimension: churn
    predicts: Cancels
    tiers: { high: { enter: 45, leave: 35 }, medium: { enter: 20, leave: 15 } }
    rules:
      - { code: drop, text: Usage fell, when: signals.usage < -0.3, points: 20 }
`,
  'policies.yaml': `
zone: Etc/UTC
value: { amount: '0.0', floors: { high: 100, medium: 10 } }
contact:
  quietHours: { from: '08:00', until: '21:00' }
  frequencyCap: { messages: 3, period: 7d, classes: [marketing] }
  sender: care@example.com
allowedActions: { low: [message], medium: [], high: [] }
approvals:
  plan: { roles: [manager], remindAfter: 1d, expireAfter: 5d }
roles: [manager]
queues: [success]
operationsQueue: success
holdout: { salt: s, globalShare: 0 }
stormBreaker: { factor: 3, floor: 10, window: 24h }
retry: { unknown: soft, classes: { soft: { action: retry, waits: [24h], codes: [do_not_honor] } } }
`,
  'segments/at-risk.yaml': `
segment: at-risk
title: At risk
layer: risk
dimension: churn
entry: scores.churn.points >= 45.0
exit: scores.churn.points < 35.0
need: Help
owner: Somebody
reviewOn: 2027-06-30
allowedActions: [message]
treat:
  - { when: value.tier == 'high', play: save }
  - else: save
`,
  'playbooks/save.yaml': `
playbook: save
title: Save
dimension: churn
goal: scores.churn.tier == 'low'
maximumDuration: 40d
steps:
  - id: hello
    message: { template: hello, channel: email, class: transactional, to: champion }
  - id: ask
    approve: { policy: plan, title: Plan, expire: 5d }
  - decide:
      - when: step.ask.outcome == 'approved'
        do: [ { task: { queue: success, title: Call, due: 1d } } ]
      - else: []
  - wait: { for: 20d }
  - end: { outcome: lost }
`,
  'templates/hello.liquid': '---\nsubject: Hello\n---\nHello {{ customer.name }}\n',
};

/** Loads the small book with some texts replaced; undefined takes a file away. */
export function loadSmallBook(changes: Readonly<Record<string, string | undefined>> = {}): Promise<ReadBook> {
  const texts = Object.entries({ ...smallBook, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return readBookOfTexts(Object.fromEntries(texts));
}

/** The small book with one place of one file rewritten; fails when the place is not there. */
export function spoil(file: string, from: string, to: string): Record<string, string> {
  const text = smallBook[file];
  if (text === undefined || !text.includes(from))
    throw new Error(`${file} of the small book has no "${from}"`);
  return { [file]: text.replace(from, () => to) };
}
