import { loadSmallBook, smallBook } from '../support/small-book';

const levels = `
serviceLevels: { urgent: { firstResponse: 4h, words: Soon } }
eligibility:
  everybody: [credit]
  levels:
    growth: { adds: [bundle] }
    nothing: { removes: [credit, bundle] }
content: { topics: [news], depths: [brief], tones: [plain], sources: [docs] }
owners: { Somebody: success }
`;
const policies = `${smallBook['policies.yaml'] ?? ''}`
  .replace('  sender:', '  frequencies: { weekly: { messages: 1, period: 7d } }\n  sender:')
  .concat(levels);
const segment = smallBook['segments/at-risk.yaml'] ?? '';
const playbook = smallBook['playbooks/save.yaml'] ?? '';

/** Everything said of the small book with levels, after one file was spoilt. */
async function told(files: Record<string, string>): Promise<string[]> {
  const read = await loadSmallBook({ 'policies.yaml': policies, ...files });
  const said = read.ok ? read.warnings : [...read.errors, ...read.warnings];
  return said.map(
    ({ path, message, hint }) => `${path}: ${message}${hint === undefined ? '' : ` (${hint})`}`,
  );
}
const withLine = (line: string) => told({ 'segments/at-risk.yaml': `${segment}${line}\n` });
const behaviour = segment.replace('layer: risk', 'layer: behaviour').replace('dimension: churn\n', '');
const inBehaviour = (line: string) => told({ 'segments/at-risk.yaml': `${behaviour}${line}\n` });

describe('what a segment changes', () => {
  it('may be every level that policies.yaml declares', async () => {
    expect(
      await inBehaviour(
        `changes: { contactFrequency: weekly, serviceLevel: urgent, eligibility: growth, stakes: high, topic: news }
automationScope: { words: answers, depth: brief, tone: plain, retrieval: [docs] }
escalation: { hard: [usage], soft: [paid] }`,
      ),
    ).toEqual([]);
  });

  it.each([
    [
      'changes: { contactFreqency: weekly }',
      'changes.contactFreqency: unknown key "contactFreqency" (did you mean "contactFrequency"?)',
    ],
    [
      'changes: { contactFrequency: weakly }',
      'changes.contactFrequency: there is no contact frequency "weakly" (did you mean "weekly"?)',
    ],
    [
      'changes: { serviceLevel: urgend }',
      'changes.serviceLevel: there is no service level "urgend" (did you mean "urgent"?)',
    ],
    [
      'changes: { eligibility: grow }',
      'changes.eligibility: there is no eligibility "grow" (did you mean "growth"?)',
    ],
    ['changes: { topic: newz }', 'changes.topic: there is no topic "newz" (did you mean "news"?)'],
    [
      'changes: { stakes: hihg }',
      'changes.stakes: "hihg" is not one of low, medium, high (did you mean "high"?)',
    ],
    [
      'automationScope: { depth: breif }',
      'automationScope.depth: there is no depth "breif" (did you mean "brief"?)',
    ],
    [
      'automationScope: { tone: plian }',
      'automationScope.tone: there is no tone "plian" (did you mean "plain"?)',
    ],
    [
      'automationScope: { retrieval: [dosc] }',
      'automationScope.retrieval.0: there is no source "dosc" (did you mean "docs"?)',
    ],
    ['automationScope: { tune: plain }', 'automationScope.tune: unknown key "tune" (did you mean "tone"?)'],
    [
      'escalation: { hard: [usgae] }',
      'escalation.hard.0: there is no signal "usgae" (did you mean "usage"?)',
    ],
    [
      'escalation: { soft: [drops] }',
      'escalation.soft.0: "drops" is derived: a trigger is a fact that arrives (write usage)',
    ],
  ])('is refused with the nearest name in %s', async (line, message) => {
    expect(await inBehaviour(line)).toEqual([message]);
  });

  it('is no word on content in a layer that has no say in it', async () => {
    expect(await withLine('changes: { topic: news }')).toEqual([
      'changes.topic: a segment of the layer risk has no say in content (delete it, or choose one of the layers intent, behaviour, relationship, lifecycle, value, identity, psychographic)',
    ]);
  });

  it('is never slow outside churn, expansion and value', async () => {
    expect(await inBehaviour('dwell: 7d')).toEqual([
      'dwell: a segment of the layer behaviour acts at once: it has no dwell (confirmation and dwell are for churn, expansion and value)',
    ]);
  });
});

describe('two segments that would treat everyone alike', () => {
  const twin = segment.replace('segment: at-risk', 'segment: in-danger').replace('>= 45.0', '>= 60.0');

  it('are warned about, whoever belongs to them', async () => {
    expect(await told({ 'segments/in-danger.yaml': twin })).toEqual([
      'segment: "in-danger" and "at-risk" would treat everyone alike (give one of them other actions, changes, routing or triggers, or make them one segment)',
    ]);
  });

  it('are two where one thing differs', async () => {
    expect(await told({ 'segments/in-danger.yaml': `${twin}routing: { priority: 1 }\n` })).toEqual([]);
  });
});

describe('the levels of policies.yaml', () => {
  const spoilt = (from: string, to: string) => told({ 'policies.yaml': policies.replace(from, () => to) });

  it.each([
    [
      'removes: [credit, bundle]',
      'removes: [credit, bundel]',
      'there is no offer "bundel" (did you mean "bundle"?)',
    ],
    [
      'adds: [bundle]',
      'adds: [bundle], removes: [bundle]',
      '"bundle" is both added and removed (delete it from one of the lists)',
    ],
    ['Somebody: success', 'Somebody: sucess', 'there is no queue "sucess" (did you mean "success"?)'],
    [
      'period: 7d } }\n  sender',
      'period: 0d } }\n  sender',
      "1 messages in no time say nothing (write a period such as '7d')",
    ],
    ['firstResponse: 4h', 'firstResponse: soon', 'not a duration'],
  ])('are checked: %s', async (from, to, message) => {
    const said = await spoilt(from, to);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(message);
  });

  it('are what an offer of a playbook must name', async () => {
    const offer = playbook.replace(
      '  - wait: { for: 20d }',
      "  - offer: { offer: bundel, amount: '10.0' }\n  - wait: { for: 20d }",
    );
    expect(await told({ 'playbooks/save.yaml': offer })).toEqual([
      expect.stringMatching(/offer\.offer: there is no offer "bundel" \(did you mean "bundle"\?\)$/),
    ]);
  });

  it('that cannot be read make no other fault of each mention', async () => {
    const said = await told({
      'policies.yaml': policies.replace('topics: [news]', 'topics: news'),
      'segments/at-risk.yaml': `${behaviour}changes: { topic: other }\n`,
    });
    expect(said).toEqual([expect.stringMatching(/^content\.topics: must be a list/)]);
  });
});
