import { shortWords, zoneWords } from '../local-words';
import type { StepContext } from '../step-context';
import { zoneOf } from '../wait-until';
import { reasonWords } from './reasons';

/** Summary of an activity that asks the gate: it is written before anybody knows the answer. */
export function askWords(summary: string): string {
  return `If allowed now: ${summary}`;
}

interface PutOff {
  readonly until?: string;
  readonly code?: string;
}

/** Summary of the timer after a deferral: what the answer was, until when, and what is tried then. */
export function putOffWords(context: StepContext, summary: string, { until, code = '' }: PutOff): string {
  return `Put off until ${momentWords(context, until)} (${reasonWords(code)}), then: ${summary}`;
}

/** Summary of the timer between two charges. */
export function declinedWords(context: StepContext, which: string, { until, code = '' }: PutOff): string {
  return `Charge ${which} was declined (${reasonWords(code)}); the next on ${momentWords(context, until)}`;
}

function momentWords({ state, now }: StepContext, until = now): string {
  const zone = zoneOf({ state });
  return `${shortWords(until, zone)} ${zoneWords(zone)}`;
}
