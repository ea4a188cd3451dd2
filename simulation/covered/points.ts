import type { CompiledBook } from '../../domain/compiled-book';
import { kindOf } from '../../domain/machine/change';
import type { Instruction, Op, Program } from '../../domain/program';
import { markOf } from './seen';

/** Something that a book's policy tests must have gone through. */
export interface Point {
  readonly kind: 'step' | 'branch' | 'entered' | 'left';
  /** The same in words that its author finds in the YAML. */
  readonly words: string;
  readonly mark: string;
}

// They only move control, or were put in by the compiler.
const unseen: ReadonlySet<Op> = new Set(['jump', 'next', 'join', 'readFacts', 'fork', 'branch', 'loop']);

/** Every step of a playbook, and every way on from where it decides or may end early. */
export function pointsOf(program: Program): readonly Point[] {
  const inside = program.instructions.flatMap((instruction, pc) => [
    ...(unseen.has(instruction.op) ? [] : stepPoints(program, instruction, pc)),
    ...(instruction.op === 'branch' ? branchPoints(program, instruction, pc) : []),
  ]);
  return [...inside, ...earlyEnds(program)];
}

function stepPoints({ playbook }: Program, instruction: Instruction, pc: number): Point[] {
  const { step, when } = instruction;
  const reached: Point = {
    kind: 'step',
    words: `step ${step} (${kindOf(instruction)})`,
    mark: markOf.reached(playbook, pc),
  };
  if (when === undefined) return [reached];
  const skipped = `step ${step} is skipped, because this is false: ${when}`;
  return [reached, { kind: 'branch', words: skipped, mark: markOf.skipped(playbook, pc) }];
}

// Where nobody wrote an else, and nothing is written behind it either, there is nothing to go through.
const nothingThere: ReadonlySet<Op | undefined> = new Set(['jump', 'next', 'join', undefined]);

function branchPoints(
  { playbook, instructions }: Program,
  { step, cases, otherwise }: Extract<Instruction, { op: 'branch' }>,
  pc: number,
): Point[] {
  const to = (way: string, target: number): Point => ({
    kind: 'branch',
    words: `at ${step}: ${way}`,
    mark: markOf.went(playbook, pc, target),
  });
  const rest = nothingThere.has(instructions[otherwise]?.op) ? [] : [to('otherwise', otherwise)];
  return [...cases.map(({ when, target }) => to(when, target)), ...rest];
}

function earlyEnds({ playbook, goal, exits, onLeave }: Program): Point[] {
  const point = (words: string, mark: string): Point => ({ kind: 'branch', words, mark });
  return [
    ...(goal === undefined ? [] : [point(`the goal is reached: ${goal}`, markOf.goal(playbook))]),
    ...exits.map(({ id, when }) => point(`exit ${id}: ${when}`, markOf.exit(playbook, id))),
    // `continue` is no way of its own: nothing happens.
    ...(onLeave.mode === 'continue' ? [] : [point(`onLeave: ${onLeave.mode}`, markOf.left(playbook))]),
    ...(onLeave.mode === 'grace'
      ? [
          point('the grace after leaving ends it', markOf.graceOver(playbook, true)),
          point('the customer comes back within the grace', markOf.graceOver(playbook, false)),
        ]
      : []),
  ];
}

/** Entering and leaving of every segment. */
export function segmentPoints({ segments }: CompiledBook): readonly Point[] {
  return segments.flatMap(({ id }): Point[] => [
    { kind: 'entered', words: `segment ${id} is entered`, mark: markOf.crossed(id, 'entered') },
    { kind: 'left', words: `segment ${id} is left`, mark: markOf.crossed(id, 'exited') },
  ]);
}
