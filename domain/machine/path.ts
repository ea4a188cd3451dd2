import type { Program } from '../program';
import type { Frame, Thread } from './state';

/** Joins the parts of an iteration path, leaving out empty ones. */
export function joinPath(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/');
}

/** The iteration path of a thread's loops. */
export function pathOf(program: Program, thread: Pick<Thread, 'prefix' | 'frames'>): string {
  return joinPath(thread.prefix, ...thread.frames.map((frame) => framePath(program, frame)));
}

function framePath(program: Program, frame: Frame): string {
  return `${program.instructions[frame.loop]?.step ?? frame.loop}:${frame.pass}`;
}
