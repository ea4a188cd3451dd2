import type { Hop } from '../../domain/machine/moment';
import type { Program } from '../../domain/program';

/** What simulations went through, as marks that coverage asks for. */
export type Seen = Set<string>;

/** Marks of one playbook's program; the observer's steps are the engine's own and not counted. */
export const markOf = {
  reached: (playbook: string, pc: number): string => `${playbook}|at ${pc}`,
  skipped: (playbook: string, pc: number): string => `${playbook}|past ${pc}`,
  went: (playbook: string, from: number, to: number): string => `${playbook}|${from} to ${to}`,
  goal: (playbook: string): string => `${playbook}|goal`,
  exit: (playbook: string, exit: string): string => `${playbook}|exit ${exit}`,
  left: (playbook: string): string => `${playbook}|left`,
  graceOver: (playbook: string, left: boolean): string => `${playbook}|grace ${left ? 'left' : 'back'}`,
  crossed: (segment: string, direction: 'entered' | 'exited'): string => `${direction} ${segment}`,
} as const;

/** Marks what one hop of a program shows. */
export function noteHop(seen: Seen, { playbook, variant }: Program, { from, to, skipped }: Hop): void {
  if (variant === 'observer') return;
  seen.add(skipped ? markOf.skipped(playbook, from) : markOf.reached(playbook, from));
  if (to !== undefined) seen.add(markOf.went(playbook, from, to));
}

/** Marks the goal or the exit that ended a treatment. */
export function noteEnd(
  seen: Seen,
  { playbook, exits, variant }: Program,
  end: { readonly kind: string; readonly reason: string },
): void {
  if (variant === 'observer') return;
  if (end.kind === 'goal') seen.add(markOf.goal(playbook));
  // The reason begins with the exit's name: other ends of this kind are a leave and the maximum duration.
  const exit = exits.find(({ id }) => end.reason.startsWith(`exit ${id}: `));
  if (end.kind === 'exit' && exit) seen.add(markOf.exit(playbook, exit.id));
}
