import { msOf } from '../../domain/iso-instant';
import { effectsOf } from '../policy-tests';
import type { Responses } from '../responses/responses';
import type { VirtualTreatment, World } from '../world';

const minuteMs = 60_000;

/** Work of people in one run. */
export interface Work {
  readonly what: 'task' | 'approval';
  /** Queue of a task, policy of an approval. */
  readonly kind: string;
  readonly count: number;
  readonly minutes: number;
}

/** What one run came to. */
export interface PlayedRun {
  /** 'notStarted' where nothing started the play, 'open' where it still runs. */
  readonly outcome: string;
  /** From its start to its end; absent while it runs. */
  readonly days?: number;
  /** How often each kind of effect happened. */
  readonly effects: Readonly<Record<string, number>>;
  readonly work: readonly Work[];
  /** Paid by charges, in minor units of the invoices' currency. */
  readonly chargedMinor: number;
  readonly cost: { readonly people: number; readonly effects: number; readonly offers: number };
}

/** What a world came to for the play of the responses: its first treatment counts. */
export function runOf(world: World, { playbook, minutes, costs }: Responses): PlayedRun {
  const treatment = world.treatments.find((one) => one.playbook.id === playbook);
  const effects = treatment ? effectCounts(treatment) : {};
  const work = treatment ? workOf(treatment, minutes) : [];
  const hours = work.reduce((sum, one) => sum + one.minutes, 0) / 60;
  const days = treatment?.outcome && daysOf(treatment.input.startedAt, treatment.outcome.at);
  return {
    outcome: treatment ? (treatment.outcome?.outcome ?? 'open') : 'notStarted',
    ...(days !== undefined && { days }),
    effects,
    work,
    chargedMinor: amountOf(world, 'charge'),
    cost: {
      people: hours * costs.hour,
      effects: Object.entries(effects).reduce(
        (sum, [kind, count]) => sum + count * (costs.effects[kind] ?? 0),
        0,
      ),
      offers: amountOf(world, 'offer'),
    },
  };
}

function effectCounts({ machine, input }: VirtualTreatment): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of effectsOf(machine.trace, input.startedAt)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function workOf({ tasks, approvals }: VirtualTreatment, minutes: Responses['minutes']): readonly Work[] {
  const done = [...tasks.values()].filter(({ state }) => state === 'done');
  const decided = [...approvals.values()].filter(({ state }) => state === 'approved' || state === 'rejected');
  const each = [
    ...done.map(({ step, queue }) => ({ what: 'task' as const, step, kind: queue })),
    ...decided.map(({ step, policy }) => ({ what: 'approval' as const, step, kind: policy })),
  ];
  const byKind = new Map<string, Work>();
  for (const { what, step, kind } of each) {
    const key = `${what} ${kind}`;
    const { count = 0, minutes: before = 0 } = byKind.get(key) ?? {};
    const one = minutes.steps[step] ?? minutes.kinds[kind] ?? minutes[what];
    byKind.set(key, { what, kind, count: count + 1, minutes: before + one });
  }
  return [...byKind.values()];
}

function amountOf({ amounts }: World, kind: 'offer' | 'charge'): number {
  return amounts.reduce((sum, one) => (one.kind === kind ? sum + one.amount : sum), 0);
}

function daysOf(from: string, to: string): number {
  return (msOf(to) - msOf(from)) / (1_440 * minuteMs);
}
