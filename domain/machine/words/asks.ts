import type { EffectKind } from '../../program';
import { shortWords, zoneWords } from '../local-words';
import type { StepContext } from '../step-context';
import { zoneOf } from '../wait-until';
import { reasonWords } from './reasons';

/** Summary of an activity that asks the gate: it is written before anybody knows the answer. */
export function askWords(kind: EffectKind, summary: string): string {
  return `Asks the rules; if they allow it${verbs[kind] ?? ''}: ${summary}`;
}

const verbs: Readonly<Partial<Record<EffectKind, string>>> = {
  message: ', sends',
  charge: ', charges',
  banner: ', shows',
  notify: ', tells',
};

/** How many tries of several are to come; one that was put off is no try. */
export function triesLeft(count: number): string {
  return `${count} ${count === 1 ? 'try' : 'tries'} left`;
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
  return `${which} was declined (${reasonWords(code)}); the next on ${momentWords(context, until)}`;
}

function momentWords({ state, now }: StepContext, until = now): string {
  const zone = zoneOf({ state });
  return `${shortWords(until, zone)} ${zoneWords(zone)}`;
}
