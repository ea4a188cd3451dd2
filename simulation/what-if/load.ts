import type { Program } from '../../domain/program';
import { effectsOf } from '../policy-tests';
import type { VirtualTreatment } from '../world';

/** What plays ask of people, purses and mailboxes, week by week from now. */
export interface Load {
  readonly messages: number[];
  readonly offers: number[];
  /** In major units. */
  readonly offered: number[];
  readonly charges: number[];
  readonly approvals: number[];
  readonly tasks: Record<string, number[]>;
}

/** Nothing, for so many weeks. */
export function noLoad(weeks: number): Load {
  const none = (): number[] => Array.from({ length: weeks }, () => 0);
  return { messages: none(), offers: none(), offered: none(), charges: none(), approvals: none(), tasks: {} };
}

/** Adds one load to another, so many times. */
export function addLoad(to: Load, more: Load, times: number): void {
  for (const key of ['messages', 'offers', 'offered', 'charges', 'approvals'] as const)
    addWeeks(to[key], more[key], times);
  for (const [queue, weeks] of Object.entries(more.tasks)) {
    to.tasks[queue] ??= weeks.map(() => 0);
    addWeeks(to.tasks[queue], weeks, times);
  }
}

/** What one simulated treatment asks for. */
export function loadOf(treatment: VirtualTreatment, weeks: number): Load {
  const load = noLoad(weeks);
  const { program, machine, input } = treatment;
  for (const { kind, step, day } of effectsOf(machine.trace, input.startedAt)) {
    const week = Math.floor(day / 7);
    if (week >= weeks) continue;
    count(load, { kind, week, step }, { program, amount: machine.steps[step]?.amount ?? 0 });
  }
  return load;
}

function count(
  load: Load,
  { kind, week, step }: { readonly kind: string; readonly week: number; readonly step: string },
  { program, amount }: { readonly program: Program; readonly amount: number },
): void {
  const one = { message: load.messages, charge: load.charges, approve: load.approvals, offer: load.offers }[
    kind
  ];
  if (one) addAt(one, week, 1);
  if (kind === 'offer') addAt(load.offered, week, amount);
  if (kind !== 'task' && kind !== 'plan') return;
  const { queue, tasks } = workOf(program, step);
  load.tasks[queue] ??= load.messages.map(() => 0);
  addAt(load.tasks[queue], week, tasks);
}

// Each milestone of a plan is a task of its own.
function workOf(program: Program, step: string): { readonly queue: string; readonly tasks: number } {
  for (const instruction of program.instructions) {
    if (instruction.step !== step) continue;
    if (instruction.op === 'task') return { queue: instruction.queue, tasks: 1 };
    if (instruction.op === 'plan') return { queue: instruction.queue, tasks: instruction.milestones.length };
  }
  throw new Error(`${program.playbook} has no task or plan "${step}"`);
}

function addWeeks(to: number[], more: readonly number[], times: number): void {
  more.forEach((count, week) => addAt(to, week, count * times));
}

function addAt(weeks: number[], week: number, count: number): void {
  weeks[week] = (weeks[week] ?? 0) + count;
}
