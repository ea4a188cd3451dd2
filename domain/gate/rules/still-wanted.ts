import type { AcceptedEnd, GateContext, Objection } from '../gate-context';
import { defer, refuse } from '../objections';
import type { RefusalCode } from '../verdict';
import { isoOf, msOf } from '../../iso-instant';

const askAgainMs = 5 * 60_000;

const codes: Readonly<Record<AcceptedEnd['kind'], RefusalCode>> = {
  stop: 'stopped',
  goal: 'goalReached',
  exit: 'exited',
  leave: 'exited',
  expired: 'exited',
  end: 'exited',
};

/** Nothing goes out after the treatment's end was accepted, or while it is paused. */
export function stillWanted({ treatment, now }: GateContext): Objection | undefined {
  const { accepted } = treatment;
  if (accepted) return refuse(codes[accepted.kind], `the treatment's end was accepted: ${accepted.reason}`);
  if (treatment.closed) return refuse('closed', 'the treatment is closed');
  if (treatment.pausedBy.length === 0) return undefined;
  const until = isoOf(msOf(now) + askAgainMs);
  return defer('paused', until, `the treatment is paused (${treatment.pausedBy.join(', ')})`);
}
