import type { CompiledBook } from '../../domain/compiled-book';
import type { Playbook } from '../../domain/playbook';
import type { Policies } from '../../domain/policies';
import type { CompiledProgram } from '../../domain/program';
import type { ScoreDefinition, ScoreRule } from '../../domain/scoring/score';
import type { SegmentDefinition } from '../../domain/segments/segment';
import type {
  DerivedSignalDefinition,
  RawSignalDefinition,
  SignalDefinition,
} from '../../domain/signals/signal';

const day = 86_400_000;

/** A raw number signal of product usage that feeds churn and counts for 30 days, unless said otherwise. */
export function rawSignal(name: string, fields: Partial<RawSignalDefinition> = {}): RawSignalDefinition {
  return {
    kind: 'raw',
    name,
    type: 'number',
    source: 'product_usage',
    feeds: ['churn'],
    maximumAgeMs: 30 * day,
    purpose: 'test',
    use: ['risk'],
    personal: false,
    ...fields,
  };
}

/** A count over seven days, unless said otherwise. */
export function derivedSignal(
  name: string,
  of: string,
  fields: Partial<DerivedSignalDefinition> = {},
): DerivedSignalDefinition {
  return {
    ...rawSignal(name),
    kind: 'derived',
    of,
    aggregate: 'count',
    windowMs: 7 * day,
    ...fields,
  };
}

/** A rule worth 20 points. */
export function scoreRule(code: string, when: string, fields: Partial<ScoreRule> = {}): ScoreRule {
  return {
    code,
    when,
    text: code.replaceAll('_', ' '),
    points: 20,
    sources: ['product_usage'],
    immediate: false,
    ignoredWhileOpen: [],
    ...fields,
  };
}

/** A churn score with the shipped tiers that asks for two sources. */
export function scoreDefinition(fields: Partial<ScoreDefinition> = {}): ScoreDefinition {
  return {
    id: 'churn',
    dimension: 'churn',
    predicts: 'cancels within 90 days',
    rules: [],
    tiers: { high: { enter: 45, leave: 35 }, medium: { enter: 20, leave: 15 } },
    minimumSources: 2,
    ...fields,
  };
}

/** An evaluated segment without slowness rules that changes nothing. */
export function segmentDefinition(id: string, fields: Partial<SegmentDefinition> = {}): SegmentDefinition {
  return {
    id,
    title: id,
    layer: 'risk',
    tier: 'stable',
    source: 'evaluated',
    onAbsent: 'leave',
    dwellMs: 0,
    minimumSources: 1,
    priority: 10,
    need: 'test',
    stakes: 'low',
    routing: { queue: 'success', skills: [], priority: 1 },
    serviceLevel: 'standard',
    eligibility: [],
    automationScope: 'full',
    allowedActions: [],
    forbiddenActions: [],
    escalation: { hard: [], soft: [] },
    metrics: [],
    owner: 'success',
    reviewOn: '2030-01-01',
    treat: [],
    changes: {},
    ...fields,
  };
}

/** A service playbook of churn without cool-down and without holdout. */
export function playbookDefinition(id: string, fields: Partial<Playbook> = {}): Playbook {
  const type = id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const program: CompiledProgram = {
    playbook: id,
    type,
    title: id,
    dimension: fields.dimension ?? 'churn',
    bookHash: 'test',
    variant: 'treatment',
    goalOutcome: 'saved',
    exits: [],
    onLeave: { mode: 'continue' },
    maximumDurationMs: 60 * day,
    instructions: [],
    mentions: { signals: [], scores: [], events: [], usesInvoices: false, usesSegments: false },
    parameters: {},
  };
  return {
    id,
    type,
    title: id,
    dimension: 'churn',
    priority: 10,
    per: 'customer',
    preempts: [],
    defersTo: [],
    class: 'service',
    coolDownMs: 0,
    holdoutShare: 0,
    program,
    observer: { ...program, variant: 'observer' },
    ...fields,
  };
}

const policies: Policies = {
  value: {
    amount: 'customer.annualRevenue',
    strategic: 'customer.strategic == true',
    floors: { high: 50_000, medium: 5_000 },
    percentiles: { high: 0.9, medium: 0.6 },
  },
  contact: {
    quietHours: { from: '08:00', until: '21:00' },
    frequencyCap: { messages: 3, periodMs: 7 * day, classes: ['marketing'] },
    defaultZone: 'UTC',
    businessHours: { from: '09:00', until: '17:00' },
    sender: 'test@example.com',
  },
  allowedActions: { low: [], medium: [], high: [] },
  approvals: {},
  roles: [],
  queues: ['success'],
  operationsQueue: 'success',
  holdout: { salt: 'test', globalShare: 0 },
  stormBreaker: { factor: 3, floor: 100, windowMs: 28 * day },
  retry: { classes: {}, unknown: 'soft' },
  dryRun: false,
};

/** A book of the given parts in the zone UTC. */
export function compiledBook(
  parts: {
    readonly signals?: readonly SignalDefinition[];
    readonly scores?: readonly ScoreDefinition[];
    readonly segments?: readonly SegmentDefinition[];
    readonly playbooks?: readonly Playbook[];
    readonly zone?: string;
  } = {},
): CompiledBook {
  const { signals = [], scores = [], segments = [], playbooks = [], zone = 'UTC' } = parts;
  return {
    hash: 'test',
    zone,
    signals: Object.fromEntries(signals.map((signal) => [signal.name, signal])),
    scores,
    segments,
    playbooks: Object.fromEntries(playbooks.map((playbook) => [playbook.id, playbook])),
    templates: {},
    policies,
  };
}
