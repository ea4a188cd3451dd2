import { localDay } from '../domain/evaluation/local-day';
import { msOf } from '../domain/iso-instant';
import { reached } from '../domain/machine/instants';
import { summaryOfLine } from '../domain/machine/summary';
import type { StepTrace } from '../domain/machine/state';
import { plainName } from '../domain/plain-words';
import type { ExpectedEscalation } from '../domain/policy-test';
import type { VirtualHold, VirtualTreatment, World } from './world';

/** One line of a day. */
export interface TimelineLine extends StepTrace {
  readonly treatmentId: string;
  readonly playbook: string;
  /** Whole days since the treatment began. */
  readonly day: number;
  readonly summary: string;
}

/** How one treatment went. */
export interface SimulatedTreatment {
  readonly id: string;
  readonly playbook: string;
  readonly context?: string;
  readonly startedAt: string;
  /** One sentence. */
  readonly why: string;
  readonly arm: string;
  readonly outcome: string;
  readonly reason: string;
  readonly endedAt?: string;
  readonly measure?: boolean;
  readonly trace: readonly StepTrace[];
}

/** Something that happened, as it is told. */
export interface StoryLine {
  readonly at: string;
  /** Calendar days since the simulation began. */
  readonly day: number;
  readonly text: string;
}

/** Everything a simulation came to. */
export interface Timeline {
  readonly startedAt: string;
  readonly lines: readonly TimelineLine[];
  /** Crossings, starts and steps in the order in which they happened. */
  readonly story: readonly StoryLine[];
  readonly treatments: readonly SimulatedTreatment[];
  readonly entered: readonly {
    readonly day: number;
    readonly segment: string;
    readonly context?: string;
    readonly reasons: readonly string[];
  }[];
  readonly left: readonly { readonly day: number; readonly segment: string; readonly context?: string }[];
  /** What crossings changed in how the customer is handled; `standard` is what the policies give everybody. */
  readonly adjusted: readonly { readonly day: number; readonly what: string; readonly to: string }[];
  /** Facts that became a person's as hard triggers of a segment. */
  readonly escalated: readonly ExpectedEscalation[];
  /** Segments at the end. */
  readonly segments: readonly string[];
  readonly everIn: readonly string[];
  /** What is held, and the banners that show, at the end. */
  readonly holds: readonly string[];
  readonly banners: readonly string[];
}

/** Whole days between two instants. */
export function wholeDays(from: string, at: string): number {
  return Math.floor((msOf(at) - msOf(from)) / 86_400_000);
}

/** Calendar days of the workspace since the start: what people call the second day begins at midnight. */
function calendarDays({ startedAt, book }: World, at: string): number {
  return localDay(msOf(at), book.zone).number - localDay(msOf(startedAt), book.zone).number;
}

/** A trace as comparable lines, by day: both runtimes must give the same ones for the same story. */
export function traceDays(trace: readonly StepTrace[], startedAt: string): readonly string[] {
  return trace.map(({ at, step, path, kind, outcome, reason }) =>
    [`day ${wholeDays(startedAt, at)}`, kind, step, path, outcome, reason].join(' | '),
  );
}

/** What a world's past looks like to people. */
export function timelineOf(world: World): Timeline {
  return new WorldTimeline(world);
}

// Words are made for those who read them; a thousand plays in a row do not. Asked for by accessors of a class: those of
// an object literal are closures that V8 keeps with the object's layout, and a whole world with them, until all memory
// is swept.
class WorldTimeline implements Timeline {
  readonly startedAt: string;
  readonly treatments: Timeline['treatments'];
  readonly entered: Timeline['entered'];
  readonly left: Timeline['left'];
  readonly adjusted: Timeline['adjusted'];
  readonly escalated: Timeline['escalated'];
  readonly segments: Timeline['segments'];
  readonly everIn: Timeline['everIn'];
  readonly holds: Timeline['holds'];
  readonly banners: Timeline['banners'];
  readonly #world: World;

  constructor(world: World) {
    const inside = world.memberships.filter(({ state }) => state !== 'entering');
    this.#world = world;
    this.startedAt = world.startedAt;
    this.treatments = world.treatments.map(simulatedTreatment);
    this.entered = world.entered.map(({ at, segment, context, reasons }) => ({
      day: calendarDays(world, at),
      segment,
      context,
      reasons,
    }));
    this.left = world.left.map(({ at, segment, context }) => ({
      day: calendarDays(world, at),
      segment,
      context,
    }));
    this.adjusted = world.adjusted.map(({ at, what, to }) => ({
      day: calendarDays(world, at),
      what,
      to: to ?? 'standard',
    }));
    this.escalated = world.escalations
      .filter(({ kind }) => kind === 'hard')
      .map(({ at, signal, segment, queue }) => ({ day: calendarDays(world, at), signal, segment, queue }));
    this.segments = [...new Set(inside.map(({ segment }) => segment))].sort();
    this.everIn = [...world.everIn].sort();
    this.holds = world.treatments
      .flatMap(({ holds }) => holds.filter(holdsAt(world.now)).map(({ what }) => what))
      .sort();
    this.banners = world.treatments.flatMap(({ banners }) => banners).sort();
  }

  get lines(): Timeline['lines'] {
    return this.#world.treatments.flatMap((treatment) => linesOf(treatment)).sort(byInstant);
  }

  get story(): Timeline['story'] {
    return storyOf(this.#world, this.lines);
  }
}

function simulatedTreatment(treatment: VirtualTreatment): SimulatedTreatment {
  return {
    id: treatment.id,
    playbook: treatment.playbook.id,
    context: treatment.input.context,
    startedAt: treatment.input.startedAt,
    why: treatment.input.why,
    arm: treatment.arm,
    outcome: treatment.outcome?.outcome ?? 'open',
    reason: treatment.outcome?.reason ?? '',
    endedAt: treatment.outcome?.at,
    measure: treatment.measure,
    trace: treatment.machine.trace,
  };
}

function holdsAt(now: string) {
  return ({ until }: VirtualHold): boolean => until === undefined || !reached(until, now);
}

function storyOf(world: World, lines: readonly TimelineLine[]): StoryLine[] {
  const entered = world.entered.map(({ at, segment, context, reasons }) => ({
    at,
    text: `enters ${segment}${aboutWords(context)}${reasons.length > 0 ? `: ${reasons.join('; ')}` : ''}`,
  }));
  const left = world.left.map(({ at, segment, context }) => ({
    at,
    text: `leaves ${segment}${aboutWords(context)}`,
  }));
  const adjusted = world.adjusted.map(({ at, what, from, to, because }) => ({
    at,
    text: `${plainName(what)}: ${from ?? 'standard'} to ${to ?? 'standard'} (${because})`,
  }));
  const escalated = world.escalations.map(({ at, kind, signal, segment, queue }) => ({
    at,
    text: `${plainName(signal)} in ${segment}: ${kind === 'hard' ? `a task of ${queue}` : 'raises the stakes'}`,
  }));
  const starts = world.treatments.map(({ playbook, input: { startedAt, why, context } }) => ({
    at: startedAt,
    text: `${playbook.id}: starts${aboutWords(context)}: ${why.replace(/^Started /, '').replace(/^E/, 'e')}`,
  }));
  const steps = lines.map(({ at, playbook, summary, kind, outcome, reason }) => {
    const what = kind.startsWith('control:') ? kind.slice('control:'.length) : summary;
    return { at, text: `${playbook}: ${what}: ${outcome}${reason === '' ? '' : ` (${reason})`}` };
  });
  return [...left, ...entered, ...adjusted, ...escalated, ...starts, ...steps]
    .sort(byInstant)
    .map(({ at, text }) => ({ at, day: calendarDays(world, at), text }));
}

function aboutWords(context: string | undefined): string {
  return context === undefined ? '' : ` (${context})`;
}

function byInstant(one: { readonly at: string }, other: { readonly at: string }): number {
  return one.at < other.at ? -1 : one.at > other.at ? 1 : 0;
}

function linesOf({ id, playbook, input, machine, program }: World['treatments'][number]): TimelineLine[] {
  return machine.trace.map((line) => ({
    ...line,
    treatmentId: id,
    playbook: playbook.id,
    day: wholeDays(input.startedAt, line.at),
    summary: line.step === '' ? '' : summaryOfLine(program, line),
  }));
}

/** The timeline as plain data, its words included. */
export function writtenOut(timeline: Timeline): Record<keyof Timeline, unknown> {
  return { ...timeline, lines: timeline.lines, story: timeline.story };
}

/** The timeline day by day, as text for a terminal. */
export function renderTimeline(timeline: Timeline): string {
  const lines = timeline.story.map(({ day, text }) => `day ${day}: ${text}`);
  const ends = timeline.treatments.map(
    ({ playbook, outcome, reason }) => `${playbook}: ${outcome}${reason === '' ? '' : ` (${reason})`}`,
  );
  return [...lines, '', ...ends].join('\n');
}
