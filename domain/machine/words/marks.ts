import type { MachineState, Thread } from '../state';
import type { PlanLine, Span } from './plan';

/** Where a line of a plan stands: done, under way, still to come, coming once more, or passed without being needed. */
export type Mark = 'done' | 'now' | 'ahead' | 'again' | 'passed';

/** The mark of a line that stands for a step. */
export function markOf(state: MachineState, line: PlanLine): Mark {
  const threads = state.threads.filter(({ draining }) => !draining);
  if (threads.some((thread) => isAt(thread, line))) return 'now';
  const outcome = state.steps[line.step ?? '']?.outcome ?? '';
  const done = outcome !== '' && outcome !== 'skipped';
  if (state.result || state.interruption) return done ? 'done' : 'passed';
  const reach = reachOf(threads, line);
  if (reach === 'passed') return done ? 'done' : 'passed';
  return done ? 'again' : 'ahead';
}

function isAt({ pc, block }: Thread, { from, to }: Span): boolean {
  return pc >= from && pc < to && block?.on !== 'join';
}

// The innermost branch of a fork that still has its line of control tells; else what waits for that branch.
function reachOf(threads: readonly Thread[], line: PlanLine): 'ahead' | 'passed' {
  for (const track of [...line.tracks].reverse()) {
    const own = threads.find(({ pc }) => pc >= track.from && pc < track.to);
    if (own) return isBehind(own, line) ? 'ahead' : 'passed';
    const joins = threads.some(({ pc, block }) => pc === track.fork && block?.on === 'join');
    if (joins) return 'passed';
  }
  const root = threads.find(({ parent }) => parent === undefined);
  return !root || isBehind(root, line) ? 'ahead' : 'passed';
}

function isBehind({ pc, frames }: Thread, line: PlanLine): boolean {
  if (pc < line.from) return true;
  return line.loops.some(({ from, times = Infinity }) =>
    frames.some(({ loop, pass }) => loop === from && pass < times),
  );
}
