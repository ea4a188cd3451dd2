import { readBookOfTexts } from '../../ports/book-files/read-book';
import { expectTold, inSteps, spoiled, type Fault } from '../support/book-faults';
import { loadSmallBook, smallBook, spoil } from '../support/small-book';

const segment = 'segments/at-risk.yaml';
const playbook = 'playbooks/save.yaml';

const economics = (line: string, rest: Omit<Fault, 'changes' | 'name'>): Fault =>
  spoiled(
    'policies.yaml',
    'contact:',
    `economics: { churnProbability: ${line}, saveRate: 0.3, offerCost: '1.0', effortCost: '1.0' }\ncontact:`,
    { name: `economics of ${line}`, ...rest },
  );
const template = (text: string) => ({ 'templates/hello.liquid': text });
const mjml = (body: string) =>
  `---\nsubject: Hi\n---\n<mjml>\n  <mj-body>\n    <mj-section>\n      <mj-column>\n        ${body}\n      </mj-column>\n    </mj-section>\n  </mj-body>\n</mjml>\n`;

const holdFaults: Fault[] = [
  inSteps('  - hold: { what: account, keep: true }', {
    at: 'keep',
    message: /^a hold that outlives its treatment and has no end is for two people to decide$/,
    hint: /approvers: 2/,
  }),
  inSteps('  - hold: { what: account, keep: true, approvedBy: nobody }', {
    at: 'nobody',
    message: /^there is no approve step before this one "nobody"$/,
  }),
  inSteps(
    '  - { id: ask, approve: { policy: plan, title: Block } }\n  - hold: { what: a, keep: true, approvedBy: ask }',
    {
      at: 'ask }',
      message: /^a hold without an end needs two approvers, and the policy plan asks one$/,
    },
  ),
  inSteps('  - hold: { what: account, of: customer }', {
    at: 'of',
    message: /^only a release says whose holds$/,
  }),
  inSteps('  - hold: { what: account, action: release, for: 7d }', {
    at: 'for',
    message: /^a release has no for$/,
  }),
];

const waitFaults: Fault[] = [
  inSteps('  - wait: { until: signals.usage, for: 3d }', {
    at: 'signals.usage',
    message: /^must give a text, but gives double$/,
  }),
  inSteps("  - wait: { until: '25:00' }", {
    at: "'25:00'",
    message: /^must be a time of day such as '08:00'$/,
  }),
  inSteps('  - wait: { until: customer.plan, before: 3d }', {
    at: 'customer.plan',
    message: /^a wait until a told instant needs an end of its own$/,
  }),
  inSteps('  - wait: { for: 3d, before: 1d }', {
    at: 'before',
    message: /^before is so long before an instant, and none is told$/,
  }),
];

const recordFaults: Fault[] = [
  inSteps('  - record: { value: 1 }', {
    at: '{ value: 1 }',
    message: /either the field to write or the signal to send/,
  }),
  inSteps('  - record: { signal: usgae, value: 1 }', {
    at: 'usgae',
    message: /^there is no signal "usgae"$/,
  }),
  inSteps('  - record: { signal: usage, value: high }', {
    at: 'high',
    message: /^the signal usage is a number, and this is a string$/,
  }),
  inSteps(
    '  - record: { field: f, value: v, cases: { topic: signals.usage, issueAt: 3, within: 30d, queue: success, title: T, due: 5d } }',
    { at: 'signals.usage', message: /^must give a text, but gives double$/ },
  ),
  inSteps(
    '  - record: { field: f, value: v, cases: { topic: customer.plan, issueAt: 1, within: 30d, queue: success, title: T, due: 5d } }',
    { at: '1, within', message: /one case is no pattern$/ },
  ),
  inSteps(
    '  - record: { field: f, value: v, cases: { topic: customer.plan, issueAt: 3, within: 30d, queue: sucess, title: T, due: 5d } }',
    { at: 'sucess', message: /^there is no queue "sucess"$/ },
  ),
];

const told =
  '  thread: { type: string, source: reviews_social, about: complaint, maximumAge: 30d, purpose: Thread, use: [routing] }';
const withThread = spoil('signals.yaml', '\n  usage: {', `\n${told}\n  usage: {`);
const threadTest = (fact: string) => `
test: heard
playbook: save
given: { customer: { name: Ann }, signals: [${fact}], until: 1d }
expect: { outcome: open }
`;

const contextFaults: Fault[] = [
  {
    name: 'a recorded fact that is about one thing and told of the customer',
    changes: {
      ...withThread,
      ...spoil(
        playbook,
        '  - wait: { for: 20d }',
        '  - record: { signal: thread, value: x, about: customer }\n  - wait: { for: 20d }',
      ),
    },
    at: 'customer }',
    message: /^the signal thread is about one complaint, never about the whole customer$/,
    hint: /^leave about out/,
  },
  spoiled('signals.yaml', 'ages: { purpose', 'ages: { about: complaint, purpose', {
    at: 'complaint, purpose',
    message: /^"ages" is derived, so no fact of it is ever sent$/,
    hint: /^say it of age_band$/,
  }),
  {
    name: 'a given fact that names nothing',
    changes: { ...withThread, 'tests/heard.yaml': threadTest('{ at: 0d, name: thread, value: x }') },
    at: 'thread, value',
    message: /^thread must name the complaint that it is about$/,
    hint: /^write context: 'complaint:<id>'$/,
  },
  {
    name: 'a given fact about another kind of thing',
    changes: {
      ...withThread,
      'tests/heard.yaml': threadTest("{ at: 0d, name: thread, value: x, context: 'invoice:1' }"),
    },
    at: "'invoice:1'",
    message: /^thread must name the complaint that it is about$/,
  },
];

const factPolicyFaults: Fault[] = [
  spoiled(
    'policies.yaml',
    'operationsQueue: success',
    `operationsQueue: success
blocklist: { signal: usage, roles: [manager], longest: 30d, networks: { ipv4: 16, ipv6: 32 } }`,
    {
      at: 'usage, roles',
      message: /^this must be a raw signal of type string, and usage is a raw number$/,
      name: 'a block list whose hits no text can tell',
    },
  ),
  spoiled(
    'policies.yaml',
    'operationsQueue: success',
    `operationsQueue: success
blocklist: { signal: segment_seen, roles: [boss], longest: 30d, networks: { ipv4: 16, ipv6: 32 } }`,
    {
      at: 'segment_seen',
      message: /^there is no signal "segment_seen"$/,
      name: 'a block list with an unknown signal',
    },
  ),
  spoiled(
    'policies.yaml',
    'operationsQueue: success',
    `operationsQueue: success
humanRequest: { signal: paid, queue: sucess, title: Asks, due: 1h }`,
    {
      at: 'sucess',
      message: /^there is no queue "sucess"$/,
      name: 'a request for a person that nobody hears',
    },
  ),
];

const liquidFaults: Fault[] = [
  inSteps("  - task: { queue: success, due: 1d, title: 'Call {{ customer.nmae }}' }", {
    at: 'nmae',
    message: /^unknown name "customer.nmae"$/,
    hint: /^did you mean "name"\?$/,
  }),
  inSteps("  - task: { queue: success, due: 1d, details: '{% if custmer.plan %}x{% endif %}' }", {
    at: 'custmer',
    message: /^unknown variable "custmer"$/,
    hint: /^did you mean "customer"\?$/,
  }),
  inSteps("  - notify: { queue: success, text: 'The {{ customer.name | shout }}' }", {
    at: '{{ customer.name | shout',
    message: /^is not Liquid: undefined filter: shout$/,
  }),
  inSteps("  - notify: { queue: success, text: 'Dear {{ customer.name' }", {
    at: '{{ customer.name',
    message: /^is not Liquid: output "\{\{ customer.name" not closed$/,
  }),
  inSteps("  - approve: { policy: plan, title: 'Plan of {{ scores.chrn.points }}' }", {
    at: 'chrn',
    message: /^unknown name "scores.chrn"$/,
    hint: /^did you mean "churn"\?$/,
  }),
  inSteps(
    "  - plan: { template: hello, queue: success, milestones: [ { title: 'For {{ valeu.tier }}', due: 1d } ] }",
    {
      at: 'valeu',
      message: /^unknown variable "valeu"$/,
      hint: /^did you mean "value"\?$/,
    },
  ),
  inSteps("  - record: { field: note, value: 'Since {{ treatment.day }} days' }", {
    at: 'day }}',
    message: /^unknown name "treatment.day"$/,
    hint: /^did you mean "days"\?$/,
  }),
  inSteps("  - rescore: {}\n    summary: 'Look at {{ customer.name }}'", {
    at: '{{ customer',
    message: /^a summary is shown as it is written and holds no Liquid$/,
    hint: /^write it without data of the customer$/,
  }),
  {
    name: 'an unknown name in the text of a template',
    changes: template('---\nsubject: Hi\n---\n\nYour {{ links.updateCrad }}'),
    at: 'updateCrad',
    message: /^unknown name "links.updateCrad"$/,
    hint: /^did you mean "updateCard"\?$/,
  },
  {
    name: 'an unknown name in the subject of a template',
    changes: template("---\nsubject: 'For {{ contact.nam }}'\n---\nHi"),
    at: 'nam }}',
    message: /^unknown name "contact.nam"$/,
    hint: /^did you mean "name"\?$/,
  },
  {
    name: 'a fault in the subject of a template',
    changes: template('---\nsubject: For {{ contact.name | shout }}\n---\nHi'),
    at: '{{ contact.name | shout',
    message: /^is not Liquid: undefined filter: shout$/,
  },
  {
    name: 'an unknown name in MJML',
    changes: { 'templates/design.mjml': mjml('<mj-text>Hello {{ cntact.name }}</mj-text>') },
    at: 'cntact',
    message: /^unknown variable "cntact"$/,
    hint: /^did you mean "contact"\?$/,
  },
  {
    name: 'an unknown name of what a loop goes over',
    changes: template(
      '---\nsubject: Hi\n---\n{% for one in invoices.list %}\n{% if one.state %}{{ one.amout }}{% endif %}{% endfor %}',
    ),
    at: 'amout',
    message: /^unknown name "one.amout"$/,
    hint: /^did you mean "amount"\?$/,
  },
  inSteps("  - notify: { queue: success, text: '{% for i in invoices.list %}{{ i.curency }}{% endfor %}' }", {
    at: 'curency',
    message: /^unknown name "i.curency"$/,
    hint: /^did you mean "currency"\?$/,
  }),
  {
    name: 'a meeting where nobody is invited',
    changes: template('---\nsubject: Hi\n---\nAt {{ meeting.startAt }}'),
    at: 'meeting',
    message: /^unknown variable "meeting"$/,
    hint: /^only a message with an invitation has a meeting$/,
  },
];

const faults: Fault[] = [
  // Shape
  spoiled(segment, 'title: At risk', 'tittle: At risk', {
    at: 'tittle',
    message: /unknown key "tittle"/,
    hint: /did you mean "title"/,
  }),
  spoiled(segment, 'title: At risk\n', '', {
    name: 'a missing key',
    at: 'segment: at-risk',
    message: /^title is missing$/,
  }),
  spoiled(segment, 'layer: risk', 'layer: riks', {
    at: 'riks',
    message: /not one of/,
    hint: /did you mean "risk"/,
  }),
  spoiled(playbook, 'maximumDuration: 40d', 'maximumDuration: forty days', {
    at: 'forty',
    message: /not a duration/,
  }),
  spoiled(segment, 'segment: at-risk', 'segment: [', { name: 'broken YAML', at: '', message: /is not YAML/ }),
  spoiled(segment, 'title: At risk', 'title: { text: Say {{ customer.name }}, more: 1 }', {
    name: 'Liquid without quotes',
    at: '{{ customer.name',
    message: /is not YAML/,
    hint: /quote texts with {{ }}/,
  }),
  spoiled(segment, 'title: At risk', 'title: At risk\ntitle: Twice', {
    at: 'title: Twice',
    message: /not YAML.*unique/,
  }),
  {
    name: 'a missing file',
    changes: { 'scores.yaml': undefined },
    at: '',
    message: /scores.yaml is missing/,
  },
  { name: 'a stray file', changes: { 'notes.yaml': 'a: 1' }, at: 'a: 1', message: /belongs to no part/ },
  {
    name: 'a segment twice',
    changes: { 'segments/b.yaml': smallBook[segment] ?? '' },
    at: 'at-risk',
    message: /defined in segments\/at-risk.yaml already/,
  },
  // Expressions
  spoiled(segment, 'scores.churn.points >= 45.0', 'scores.churn.points >= 45', {
    at: '45',
    message: /45 is a whole number/,
    hint: /write 45.0/,
  }),
  spoiled(segment, 'scores.churn.points >= 45.0', 'signals.usage == 0', {
    at: '0',
    message: /0 is a whole number/,
    hint: /write 0.0/,
  }),
  spoiled(segment, 'scores.churn.points >= 45.0', 'signals.usage + 1 > 2.0', {
    at: '1 > 2.0',
    message: /1 is a whole number/,
    hint: /write 1.0/,
  }),
  spoiled(segment, 'scores.churn.points >= 45.0', 'signals.usgae > 1.0', {
    at: 'usgae',
    message: /unknown name "signals.usgae"/,
    hint: /did you mean "usage"/,
  }),
  spoiled(segment, 'scores.churn.points >= 45.0', 'has(signals.usgae)', {
    at: 'usgae',
    message: /unknown name "signals.usgae"/,
    hint: /did you mean "usage"/,
  }),
  spoiled(segment, 'scores.churn.points >= 45.0', "'scores.chrn.points > 1.0'", {
    at: 'chrn',
    message: /unknown name "scores.chrn"/,
    hint: /"churn"/,
  }),
  spoiled(segment, 'scores.churn.points >= 45.0', 'valeu.amount > 1.0', {
    at: 'valeu',
    message: /unknown variable "valeu"/,
    hint: /"value"/,
  }),
  spoiled(segment, 'scores.churn.points >= 45.0', "scores.churn.tier == 'hihg'", {
    at: "'hihg'",
    message: /no tier "hihg"/,
    hint: /"high"/,
  }),
  spoiled(segment, 'scores.churn.points >= 45.0', 'scores.churn.points', {
    at: 'scores.churn.points',
    message: /must give true or false, but gives double/,
  }),
  spoiled(segment, 'scores.churn.points >= 45.0', 'customer.plan > 1.0', {
    at: 'customer.plan',
    message: /wrong type/,
  }),
  spoiled(segment, 'scores.churn.points >= 45.0', 'signals.usage >', {
    at: '',
    message: /not a CEL expression/,
  }),
  spoiled(segment, 'scores.churn.points >= 45.0', `"'at-risk' in segments"`, {
    at: 'segments',
    message: /unknown variable "segments"/,
  }),
  spoiled(segment, "value.tier == 'high'", `"'at-rsk' in segments"`, {
    at: "'at-rsk'",
    message: /no segment "at-rsk"/,
    hint: /"at-risk"/,
  }),
  spoiled(playbook, "goal: scores.churn.tier == 'low'", "goal: step.ask.outcome == 'approved'", {
    at: 'step',
    message: /unknown variable "step"/,
  }),
  spoiled(playbook, 'step.ask.outcome', 'step.aks.outcome', {
    at: 'aks',
    message: /unknown name "step.aks"/,
    hint: /"ask"/,
  }),
  inSteps(
    "  - when: step.first-call.outcome == 'done'\n    id: first-call\n    task: { queue: success, due: 1d }",
    {
      at: 'first',
      message: /unknown name "step.first"/,
      hint: /step\['first-call'\]/,
    },
  ),
  inSteps('  - record: { field: owner, from: customer.pla }', {
    at: 'pla }',
    message: /^unknown name "customer.pla"$/,
    hint: /"plan"/,
  }),
  inSteps('  - record: { field: owner, from: value.amount }', {
    at: 'value.amount',
    message: /^must give a text, but gives double$/,
  }),
  inSteps('  - record: { field: owner }', {
    at: '{ field: owner }',
    message: /must say value \(a text\) or from/,
  }),
  // Cohorts and budgets
  inSteps('  - approve: { policy: plan, title: Worth it, cohort: customer.plan }', {
    at: 'cohort',
    message: /^a decision for a cohort needs validFor too$/,
    hint: /^add validFor: 91d$/,
  }),
  inSteps('  - approve: { policy: plan, title: Worth it, validFor: 91d }', {
    at: 'validFor',
    message: /^a decision for a cohort needs cohort too$/,
  }),
  inSteps('  - approve: { policy: plan, title: Worth it, cohort: value.amount, validFor: 91d }', {
    at: 'value.amount',
    message: /^must give a text, but gives double$/,
  }),
  inSteps('  - approve: { policy: plan, title: Worth it, cohort: value.tier, validFor: 91d, draft: hello }', {
    at: 'draft',
    message: /^a decision for a cohort has no draft/,
  }),
  inSteps("  - offer: { offer: discount, amount: '1.0', budget: winBak }", {
    at: 'winBak',
    message: /^there is no budget "winBak"$/,
  }),
  spoiled('policies.yaml', 'queues: [success]', 'waiveRoles: [manger]\nqueues: [success]', {
    at: 'manger',
    message: /^there is no role "manger"$/,
    hint: /"manager"/,
  }),
  // Economics
  inSteps('  - offer: { offer: discount, amount: economics.offerCost }', {
    at: 'economics',
    message: /^unknown variable "economics"$/,
    hint: /^add economics: to policies.yaml$/,
  }),
  economics('[{ points: 45, probability: 0.3 }, { points: 20, probability: 0.4 }]', {
    at: '20',
    message: /^the lines go up in points: 20 does not come after 45$/,
  }),
  economics('[{ points: 20, probability: 0.3 }, { points: 45, probability: 0.1 }]', {
    at: '0.1',
    message: /^more points cannot mean a smaller chance: 0.1 comes after 0.3$/,
  }),
  economics('[{ points: 20, probability: 30 }]', { at: '30 }', message: /must be a share between 0 and 1/ }),
  spoiled(
    playbook,
    'dimension: churn',
    'dimension: churn\nexpectedValue: "customer.region == \'x\' ? 1.0 : 2.0"',
    {
      at: 'customer.region',
      message: /content and locale only, not in a priority$/,
    },
  ),
  // Decision trees
  spoiled(segment, '  - else: save', '  - else: save\n  - { when: signals.usage > 1.0, play: save }', {
    at: '{ when: signals',
    message: /never reached: it stands after else/,
  }),
  spoiled(segment, '  - else: save', "  - { when: value.tier   ==   'high', play: save }", {
    at: 'value.tier   ',
    message: /branch 1 has the same condition/,
  }),
  spoiled(segment, "value.tier == 'high'", 'true', {
    at: 'true',
    message: /condition is constant/,
    hint: /else/,
  }),
  spoiled(playbook, "step.ask.outcome == 'approved'", '1 == 1', {
    at: '1 == 1',
    message: /condition is constant/,
  }),
  spoiled(
    segment,
    '  - else: save',
    '  - { when: signals.usage > 1.0, play: save }\n  - { when: signals.usage > 2.0, play: save }',
    {
      at: 'signals.usage > 2.0',
      message: /earlier branches take every signals.usage/,
      hint: /narrower condition first/,
    },
  ),
  spoiled(
    segment,
    '  - else: save',
    '  - { when: signals.usage > 1.0, play: save }\n  - { when: signals.usage <= 1.0, play: save }\n  - { when: signals.usage > 0.5 && signals.usage < 2.0, play: save }',
    {
      at: 'signals.usage > 0.5',
      message: /earlier branches take every/,
    },
  ),
  // Segments
  spoiled(segment, 'exit: scores.churn.points < 35.0', 'exit: scores.churn.points < 50.0', {
    at: 'scores.churn.points < 50.0',
    message: /exit is easier than the entry/,
  }),
  spoiled(segment, 'exit: scores.churn.points < 35.0', 'exit: scores.churn.points >= 45.0', {
    at: 'scores.churn',
    message: /exit is easier/,
  }),
  spoiled('scores.yaml', 'leave: 35', 'leave: 50', {
    at: '50',
    message: /high is left below 50 and entered at 45/,
  }),
  spoiled(
    segment,
    'allowedActions: [message]',
    'allowedActions: [message]\nforbiddenActions: [banner, message]',
    { at: 'message]', message: /both allowed and forbidden/ },
  ),
  spoiled(segment, 'allowedActions: [message]', 'allowedActions: [mesage]', {
    at: 'mesage',
    message: /no action "mesage"/,
    hint: /"message"/,
  }),
  {
    name: 'a segment that changes nothing',
    changes: {
      'segments/idle.yaml': (smallBook[segment] ?? '')
        .replace('at-risk', 'idle')
        .replace('allowedActions: [message]\n', '')
        .replace(/treat:[\s\S]*/, ''),
    },
    at: 'idle',
    message: /changes nothing/,
  },
  spoiled(segment, 'need: Help', 'need: Help\nrouting: { queue: sucess }', {
    at: 'sucess',
    message: /no queue "sucess"/,
    hint: /"success"/,
  }),
  spoiled(segment, 'dimension: churn', 'dimension: payment\ndwell: 7d', {
    at: 'dwell',
    message: /acts at once/,
  }),
  spoiled(segment, 'layer: risk', 'layer: risk\nsource: external', {
    at: 'entry',
    message: /external segment has no entry/,
  }),
  spoiled(segment, 'exit: scores.churn.points < 35.0\n', '', {
    name: 'no exit',
    at: 'segment: at-risk',
    message: /exit is missing/,
  }),
  spoiled(segment, '  - else: save', '  - else: svae', {
    at: 'svae',
    message: /no playbook "svae"/,
    hint: /"save"/,
  }),
  // Playbooks
  inSteps('  - message: { template: helo }', { at: 'helo', message: /no template "helo"/, hint: /"hello"/ }),
  spoiled(
    'policies.yaml',
    '  quietHours:',
    "  businessHours: { from: '17:00', until: '09:00' }\n  quietHours:",
    {
      name: 'business hours that end before they begin',
      at: "'09:00'",
      message: /^meetings are held between from and until, so until must be later$/,
    },
  ),
  inSteps('  - message: { template: hello, to: [champion, sponsr] }', {
    at: 'sponsr',
    message: /^there is no contact role "sponsr"$/,
    hint: /^did you mean "sponsor"\?$/,
  }),
  inSteps('  - message: { template: hello, to: chmpion }', {
    at: 'chmpion',
    message: /^there is no contact role "chmpion"$/,
    hint: /^did you mean "champion"\?$/,
  }),
  inSteps('  - message: { template: hello, to: [] }', { at: '[]', message: /must name at least one role/ }),
  inSteps('  - message: { template: hello, channel: sms }', {
    at: 'sms',
    message: /^there is no adapter for the channel "sms"$/,
    hint: /^adapters exist for: email$/,
  }),
  inSteps('  - mesage: { template: hello }', {
    at: 'mesage',
    message: /neither a step kind/,
    hint: /"message"/,
  }),
  inSteps('  - wait: { event: piad, for: 1d }', {
    at: 'piad',
    message: /no signal "piad"/,
    hint: /"paid"/,
  }),
  inSteps('  - task: { queue: success, due: 1d, owner: me }', {
    at: 'owner',
    message: /unknown key "owner"/,
  }),
  inSteps('  - approve: { policy: plan, title: T, evidence: [scores, signals.usgae] }', {
    at: 'usgae',
    message: /^unknown name "signals.usgae"$/,
    hint: /^did you mean "usage"\?$/,
  }),
  inSteps('  - approve: { policy: plans, title: T }', {
    at: 'plans',
    message: /no approval policy "plans"/,
    hint: /"plan"/,
  }),
  inSteps('  - play: { playbook: svae }', { at: 'svae', message: /no playbook "svae"/ }),
  inSteps('  - { wait: { for: 1d }, end: { outcome: lost } }', { at: 'end', message: /a step has one kind/ }),
  inSteps('  - rescore: {}\n    timeout: 3d', { at: 'timeout', message: /rescore does not wait/ }),
  inSteps('  - wait: { event: paid }', { at: '{ event', message: /needs an end/ }),
  inSteps('  - { id: ask, rescore: {} }', { at: 'ask', message: /step id "ask" is there twice/ }),
  inSteps('  - end: { outcome: lost }', { at: 'wait', message: /never reached/ }),
  spoiled(playbook, '  - end: { outcome: lost }\n', '', {
    name: 'no end',
    at: 'wait: { for: 20d }',
    message: /has no end/,
  }),
  spoiled(playbook, 'wait: { for: 20d }', 'wait: { for: 60d }', {
    at: '40d',
    message: /longest path takes 65d/,
    hint: /at least 65d/,
  }),
  spoiled(playbook, 'wait: { for: 20d }', 'repeat: { every: 7d, times: 9, do: [ { rescore: {} } ] }', {
    at: '40d',
    message: /longest path takes 68d/,
  }),
  spoiled(playbook, 'playbook: save', 'playbook: rescore-base', {
    at: 'rescore-base',
    message: /reserved: rescoreBase/,
  }),
  {
    name: 'a workflow type twice',
    changes: {
      'playbooks/a1.yaml': (smallBook[playbook] ?? '').replace('playbook: save', 'playbook: a-1'),
      'playbooks/a2.yaml': (smallBook[playbook] ?? '').replace('playbook: save', 'playbook: a1'),
    },
    at: 'a-1',
    message: /share the workflow type a1/,
  },
  {
    name: 'a play nobody starts',
    changes: {
      'playbooks/lonely.yaml': (smallBook[playbook] ?? '').replace('playbook: save', 'playbook: lonely'),
    },
    at: 'lonely',
    message: /nothing starts the playbook "lonely"/,
  },
  spoiled(playbook, 'dimension: churn', 'dimension: fraud\nholdout: 0.1', {
    at: '0.1',
    message: /fraud play is never held out/,
  }),
  spoiled(playbook, 'dimension: churn', 'dimension: churn\ndefersTo: [svae]', {
    at: 'svae',
    message: /no playbook "svae"/,
  }),
  spoiled(playbook, 'dimension: churn', 'dimension: churn\nonLeave: { redirect: helo }', {
    at: 'helo',
    message: /no step "helo"/,
    hint: /"hello"/,
  }),
  // Policies, signals, templates, tests
  spoiled('policies.yaml', 'roles: [manager], remind', 'roles: [manger], remind', {
    at: 'manger',
    message: /no role "manger"/,
    hint: /"manager"/,
  }),
  spoiled('policies.yaml', 'low: [message]', 'low: [messages]', {
    at: 'messages',
    message: /no kind of effect "messages"/,
  }),
  spoiled('policies.yaml', 'operationsQueue: success', 'operationsQueue: sucess', {
    at: 'sucess',
    message: /no queue "sucess"/,
    hint: /"success"/,
  }),
  spoiled('policies.yaml', 'operationsQueue: success\n', '', {
    name: 'no queue for what needs an operator',
    at: 'zone: Etc',
    message: /^operationsQueue is missing$/,
  }),
  spoiled('policies.yaml', 'unknown: soft,', 'unknown: sfot,', {
    at: 'sfot',
    message: /no decline class "sfot"/,
  }),
  spoiled('policies.yaml', 'zone: Etc/UTC', 'zone: Mars/Base', {
    at: 'Mars',
    message: /no zone "Mars\/Base"/,
  }),
  spoiled('signals.yaml', 'of: usage', 'of: usgae', {
    at: 'usgae',
    message: /no signal "usgae"/,
    hint: /"usage"/,
  }),
  spoiled('signals.yaml', 'maximumAge: 30d, purpose: Use,', 'purpose: Use,', {
    name: 'a signal without age',
    at: '{ type: number',
    message: /^maximumAge is missing$/,
  }),
  {
    name: 'a broken template',
    changes: { 'templates/hello.liquid': '---\nsubject: Hi\n---\n{{ customer.name | shout }}' },
    at: '',
    message: /^is not Liquid: undefined filter: shout$/,
  },
  ...holdFaults,
  ...waitFaults,
  ...recordFaults,
  ...contextFaults,
  ...factPolicyFaults,
  ...liquidFaults,
  {
    name: 'a test of an unknown signal',
    changes: {
      'tests/a.yaml':
        'test: t\ngiven: { signals: [ { at: 0d, name: usgae, value: 1 } ], until: 3d }\nexpect: {}\n',
    },
    at: 'usgae',
    message: /no signal "usgae"/,
    hint: /"usage"/,
  },
];

describe('a fault in the book', () => {
  test('is not in the small book itself', async () => {
    const read = await loadSmallBook();
    expect(read.ok ? [] : read.errors).toEqual([]);
  });

  test.each(faults)('$name is told with its place and fix', expectTold);

  test('is not a loop, what a loop goes over, or what a text itself assigns', async () => {
    const text =
      '{% assign plan = customer.plan %}{{ plan }} {{ invoices.list.first.amount }} {{ segments.size }}' +
      '{% for one in invoices.list %}{{ forloop.index }} {{ one.amount }} {{ one.currency }}{% endfor %}';
    const read = await loadSmallBook(template(`---\nsubject: Hi\n---\n${text}`));
    expect(read.ok ? [] : read.errors).toEqual([]);
  });

  test('is not a channel that the runtime has an adapter for', async () => {
    const changes = spoil(playbook, 'channel: email', 'channel: sms');
    const read = await readBookOfTexts({ ...smallBook, ...changes }, { channels: ['email', 'sms'] });
    expect(read.ok ? [] : read.errors).toEqual([]);
  });

  test('hides no other: all are told at once', async () => {
    const read = await loadSmallBook({
      ...spoil(segment, 'scores.churn.points >= 45.0', 'signals.usgae > 1'),
      ...spoil(playbook, 'template: hello', 'template: helo'),
      ...spoil('scores.yaml', 'points: 20', 'points: lots'),
    });
    expect(read.ok ? [] : [...new Set(read.errors.map(({ file }) => file))]).toEqual([
      'playbooks/save.yaml',
      'scores.yaml',
      'segments/at-risk.yaml',
    ]);
  });

  test('more than ten runtime segments are a warning, not an error', async () => {
    const runtime = Array.from({ length: 11 }, (_, n) =>
      (smallBook[segment] ?? '').replace(
        'segment: at-risk',
        `segment: runtime-${n}\ntier: runtime\nserviceLevel: Number ${n}`,
      ),
    );
    const read = await loadSmallBook({ 'segments/runtime.yaml': runtime.join('---\n') });
    expect(read.ok).toBe(true);
    expect(read.warnings).toMatchObject([{ message: expect.stringMatching(/11 runtime segments/) }]);
  });
});
