import type { CompiledBook } from '../../domain/compiled-book';
import { capacityLines, type CapacityLine, type UsualWeek } from './capacity';
import type { PlayForecast } from './forecast';
import { addLoad, noLoad, type Load } from './load';
import type { Counts, ListedCustomer, Tally } from './tally';
import { warningsOf } from './warnings';

/** Members of one segment under the two books. */
export interface SegmentLine {
  readonly segment: string;
  readonly title: string;
  readonly before: number;
  readonly after: number;
  readonly entered: number;
  readonly left: number;
}

/** What would become of one playbook's treatments. */
export interface PlayLine {
  readonly playbook: string;
  readonly starts: number;
  readonly heldOut: number;
  readonly deferred: number;
  /** Starts that the active book would make now and the candidate would not. */
  readonly noLonger: number;
  readonly ends: number;
  readonly pauses: number;
  /** Told that the customer left; the playbook's onLeave decides. */
  readonly isTold: number;
  readonly simulated: number;
}

/** What a candidate book would change, compared with the active one. */
export interface WhatIfReport {
  readonly active: string;
  readonly candidate: string;
  readonly asOf: string;
  readonly customers: number;
  readonly changed: number;
  readonly failed: number;
  readonly segments: readonly SegmentLine[];
  readonly moves: readonly { readonly move: string; readonly customers: number }[];
  readonly plays: readonly PlayLine[];
  /** Crossings that publishing would bring, for the storm breaker. */
  readonly crossings: readonly {
    readonly segment: string;
    readonly direction: string;
    readonly count: number;
  }[];
  readonly weeks: number;
  readonly load: Load;
  readonly capacity: readonly CapacityLine[];
  readonly listed: readonly ListedCustomer[];
  readonly warnings: readonly string[];
  readonly assumptions: readonly string[];
}

const mostMoves = 50;

/** Puts what was found into words and tables. */
export function whatIfReport(
  books: { readonly active: CompiledBook; readonly candidate: CompiledBook; readonly asOf: string },
  tally: Tally,
  {
    plays,
    usual,
    weeks,
  }: { readonly plays: readonly PlayForecast[]; readonly usual: UsualWeek; readonly weeks: number },
): WhatIfReport {
  const { active, candidate, asOf } = books;
  const load = noLoad(weeks);
  for (const play of plays) addLoad(load, play.load, 1);
  const { capacity } = candidate.policies;
  const found = {
    active: active.hash,
    candidate: candidate.hash,
    asOf,
    customers: tally.customers,
    changed: tally.changed,
    failed: tally.failed,
    segments: segmentLines(active, candidate, tally),
    moves: byCount(tally.moves)
      .slice(0, mostMoves)
      .map(([move, customers]) => ({ move, customers })),
    plays: playLines(tally, plays),
    crossings: byCount(tally.crossings).map(([name, count]) => {
      const [segment = '', direction = ''] = name.split(' ');
      return { segment, direction, count };
    }),
    weeks,
    load: rounded(load),
    capacity: capacity ? capacityLines(capacity, load, usual) : [],
    listed: tally.listed,
  };
  return {
    ...found,
    warnings: warningsOf(found, { active, candidate, failure: tally.failure }),
    assumptions: assumptionsOf(plays, weeks),
  };
}

function segmentLines(active: CompiledBook, candidate: CompiledBook, tally: Tally): SegmentLine[] {
  const titles = new Map([...active.segments, ...candidate.segments].map(({ id, title }) => [id, title]));
  return [...titles.keys()].sort().map((segment) => ({
    segment,
    title: titles.get(segment) ?? segment,
    before: tally.before[segment] ?? 0,
    after: tally.after[segment] ?? 0,
    entered: tally.entered[segment] ?? 0,
    left: tally.left[segment] ?? 0,
  }));
}

function playLines(tally: Tally, plays: readonly PlayForecast[]): PlayLine[] {
  const { starts, heldOut, deferred, noLonger, stops } = tally;
  const stopped = Object.keys(stops).map((name) => name.split(' ')[0] ?? '');
  const names = [starts, heldOut, deferred, noLonger].flatMap((counts) => Object.keys(counts));
  return [...new Set([...names, ...stopped])].sort().map((playbook) => ({
    playbook,
    starts: starts[playbook] ?? 0,
    heldOut: heldOut[playbook] ?? 0,
    deferred: deferred[playbook] ?? 0,
    noLonger: noLonger[playbook] ?? 0,
    ends: stops[`${playbook} ends`] ?? 0,
    pauses: stops[`${playbook} pauses`] ?? 0,
    isTold: stops[`${playbook} isTold`] ?? 0,
    simulated: plays.find((one) => one.playbook === playbook)?.simulated ?? 0,
  }));
}

function byCount(counts: Counts): [string, number][] {
  return Object.entries(counts).sort(([one, n], [other, m]) => m - n || (one < other ? -1 : 1));
}

function rounded(load: Load): Load {
  const whole = (weeks: readonly number[]): number[] => weeks.map(Math.round);
  const tasks = Object.entries(load.tasks).map(([queue, weeks]): [string, number[]] => [queue, whole(weeks)]);
  return {
    messages: whole(load.messages),
    offers: whole(load.offers),
    offered: whole(load.offered),
    charges: whole(load.charges),
    approvals: whole(load.approvals),
    tasks: Object.fromEntries(tasks.sort()),
  };
}

function assumptionsOf(plays: readonly PlayForecast[], weeks: number): string[] {
  const starts = plays.reduce((sum, play) => sum + play.starts, 0);
  const simulated = plays.reduce((sum, play) => sum + play.simulated, 0);
  return [
    'Both books are applied to the facts stored now; a boundary that is being crossed is followed until its confirmation or dwell is over, and no new fact arrives meanwhile.',
    'Where the tiers of value are cut stays as it is; new percentiles count from the next time the base is rescored.',
    'Only an entry starts a play: whoever is in a segment already is not treated anew by a changed decision tree.',
    ...(simulated === 0
      ? []
      : [
          `${simulated} of ${starts} starts were played for ${weeks} weeks in virtual time with their customers' own facts, and stand for those of the same playbook, parameters and tier of value.`,
          'In them people approve and finish tasks after one day, charges go through, customers do not answer, and no new fact arrives.',
          'Held-out customers are counted and not played. What the end of running treatments saves is not subtracted.',
        ]),
  ];
}
