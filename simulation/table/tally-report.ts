import { effectsOf } from '../policy-tests';
import type { Timeline } from '../timeline';

/** How often something was said, the commonest first. */
export type Counts = Readonly<Record<string, number>>;

/** What a table's customers came to in one segment. */
export interface SegmentReport {
  readonly segment: string;
  /** Times it was entered, over all customers. */
  readonly entered: number;
  readonly customers: number;
  readonly atEnd: number;
  readonly reasons: Counts;
}

/** What a table's customers came to in one playbook. */
export interface PlaybookReport {
  readonly playbook: string;
  readonly started: number;
  readonly customers: number;
  /** Why they started: the segments entered. */
  readonly why: Counts;
  readonly outcomes: Counts;
  /** Effects, tasks and approvals by kind. */
  readonly effects: Counts;
}

/** Which segments and treatments a table's customers came to, and why. */
export interface TableReport {
  readonly customers: number;
  readonly segments: readonly SegmentReport[];
  readonly playbooks: readonly PlaybookReport[];
}

interface OpenSegment {
  entered: number;
  customers: number;
  atEnd: number;
  readonly reasons: Map<string, number>;
}

interface OpenPlaybook {
  started: number;
  customers: number;
  readonly why: Map<string, number>;
  readonly outcomes: Map<string, number>;
  readonly effects: Map<string, number>;
}

/** Adds up timelines one by one; nothing of a customer is kept. */
export function createTableTally(): { add(timeline: Timeline): void; report(): TableReport } {
  const segments = new Map<string, OpenSegment>();
  const playbooks = new Map<string, OpenPlaybook>();
  let customers = 0;
  const segmentOf = (id: string) =>
    lookUp(segments, id, () => ({ entered: 0, customers: 0, atEnd: 0, reasons: new Map<string, number>() }));
  const playbookOf = (id: string) =>
    lookUp(playbooks, id, () => ({
      started: 0,
      customers: 0,
      why: new Map<string, number>(),
      outcomes: new Map<string, number>(),
      effects: new Map<string, number>(),
    }));
  return {
    add: (timeline) => {
      customers += 1;
      for (const { segment, reasons } of timeline.entered) {
        const counted = segmentOf(segment);
        counted.entered += 1;
        for (const reason of reasons) count(counted.reasons, reason);
      }
      for (const segment of timeline.everIn) segmentOf(segment).customers += 1;
      for (const segment of timeline.segments) segmentOf(segment).atEnd += 1;
      for (const { playbook, why, outcome, trace, startedAt } of timeline.treatments) {
        const counted = playbookOf(playbook);
        counted.started += 1;
        count(counted.why, why);
        count(counted.outcomes, outcome);
        for (const { kind } of effectsOf(trace, startedAt)) count(counted.effects, kind);
      }
      for (const playbook of new Set(timeline.treatments.map((treatment) => treatment.playbook)))
        playbookOf(playbook).customers += 1;
    },
    report: () => ({
      customers,
      segments: [...segments]
        .map(([segment, { reasons, ...counted }]) => ({ segment, ...counted, reasons: sorted(reasons) }))
        .sort((one, other) => other.customers - one.customers || (one.segment < other.segment ? -1 : 1)),
      playbooks: [...playbooks]
        .map(([playbook, { why, outcomes, effects, ...counted }]) => ({
          playbook,
          ...counted,
          why: sorted(why),
          outcomes: sorted(outcomes),
          effects: sorted(effects),
        }))
        .sort((one, other) => other.started - one.started || (one.playbook < other.playbook ? -1 : 1)),
    }),
  };
}

function lookUp<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function sorted(counts: ReadonlyMap<string, number>): Counts {
  return Object.fromEntries(
    [...counts].sort(([one, more], [other, less]) => less - more || (one < other ? -1 : 1)),
  );
}
