import type { Program } from '../program';
import type { Frame, Thread } from './state';

/** Joins two parts of an iteration path, either of which may be empty. */
export function joinPath(outer: string, inner: string): string {
  if (outer === '') return inner;
  return inner === '' ? outer : `${outer}/${inner}`;
}

/** The iteration path of a thread's loops. */
export function pathOf(program: Program, thread: Pick<Thread, 'prefix' | 'frames'>): string {
  return thread.frames.reduce((path, frame) => joinPath(path, framePath(program, frame)), thread.prefix);
}

function framePath(program: Program, frame: Frame): string {
  return `${program.instructions[frame.loop]?.step ?? frame.loop}:${frame.pass}`;
}
