import type { MessageCap } from '../../policies';
import { isoOf, msOf } from '../../iso-instant';

/** What a cap of a sliding period says of what went out so far; undefined = there is room. */
export interface FullWindow {
  readonly count: number;
  /** When fewer than allowed are younger than the period; a cap of none looks again a period later. */
  readonly freeAt: string;
}

/** Whether a sliding period is full. */
export function fullWindow(
  instants: readonly string[],
  { messages, periodMs }: MessageCap,
  now: string,
): FullWindow | undefined {
  const nowMs = msOf(now);
  const inWindow = instants
    .map((at) => msOf(at))
    .filter((at) => at > nowMs - periodMs)
    .sort((a, b) => a - b);
  if (inWindow.length < messages) return undefined;
  const freeing = inWindow[inWindow.length - messages] ?? nowMs;
  return { count: inWindow.length, freeAt: isoOf(freeing + periodMs) };
}
