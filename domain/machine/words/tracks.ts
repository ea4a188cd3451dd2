import type { Instruction, Program } from '../../program';
import type { MachineState, Thread } from '../state';
import { perProgram } from './per-program';

/** The lines of control that are still open; what waits for its own branches is not one of them. */
export function openThreads({ threads }: Pick<MachineState, 'threads'>): readonly Thread[] {
  return threads.filter(({ draining, block }) => !draining && block?.on !== 'join');
}

/** Where a line of control runs side by side with others: 'Track 2', inside another one 'Track 2.1'; '' = alone. */
export function trackOf(program: Program, { pc }: Pick<Thread, 'pc'>): string {
  const numbers = forksAround(program, pc).map(
    ({ branches }) => branches.filter((start) => start <= pc).length,
  );
  return numbers.length === 0 ? '' : `Track ${numbers.join('.')}`;
}

/** How many of the tracks are open: '3 of 4 tracks are open'. */
export function tracksWords(program: Program, open: readonly Pick<Thread, 'pc'>[]): string {
  const forks = new Set(open.flatMap(({ pc }) => forksAround(program, pc)));
  const verb = open.length === 1 ? 'is' : 'are';
  // Each fork inside another one stands in the place of the track it is in.
  const all = [...forks].reduce((sum, { branches }) => sum + branches.length - 1, 1);
  return `${open.length} of ${all} tracks ${verb} open`;
}

type Fork = Extract<Instruction, { op: 'fork' }>;

const forksOf = perProgram(({ instructions }) =>
  instructions.filter((instruction): instruction is Fork => instruction.op === 'fork'),
);

function forksAround(program: Program, pc: number): readonly Fork[] {
  return forksOf(program).filter(({ branches, join }) => pc >= (branches[0] ?? join) && pc < join);
}
