import type { AtStep, Behaviour } from '../behaviour';
import type { PaymentResponse, Responses } from './responses';
import { drawMs, type Random } from './spread';

/** One play's behaviour, drawn from a model as it is asked for. */
export function drawBehaviour(responses: Responses, random: Random): Behaviour {
  const { playbook, approvals, tasks, payments, events } = responses;
  // Plays beside the one that is looked at have step ids of their own: for those only what holds for all steps counts.
  const own = (at: AtStep): string | undefined => (at.playbook === playbook ? at.step : undefined);
  return {
    decide(at) {
      const found = forStep(approvals, own(at));
      if (!found) return undefined;
      const draw = random();
      if (draw >= found.approve + found.reject) return undefined;
      const approve = draw < found.approve;
      return { approve, edited: approve && random() < found.edit, afterMs: drawMs(found.after, random) };
    },
    finish(at) {
      const found = forStep(tasks, own(at));
      if (!found || random() >= found.done) return undefined;
      return { result: found.result, afterMs: drawMs(found.after, random) };
    },
    charge: (attempt) => (random() < chance(payments, attempt) ? undefined : declineOf(payments, random)),
    follow: (at) =>
      events
        .filter(({ from, probability }) => from === own(at) && random() < probability)
        .map(({ after, facts }) => ({ afterMs: drawMs(after, random), facts })),
  };
}

function forStep<R extends { readonly step?: string }>(
  list: readonly R[],
  step: string | undefined,
): R | undefined {
  return list.find((one) => one.step === step) ?? list.find((one) => one.step === undefined);
}

function chance({ succeed }: PaymentResponse, attempt: number): number {
  return succeed[attempt - 1] ?? succeed.at(-1) ?? 1;
}

function declineOf({ declines }: PaymentResponse, random: Random): string {
  const weights = Object.entries(declines);
  let left = random() * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [code, weight] of weights) {
    left -= weight;
    if (left < 0) return code;
  }
  return weights.at(-1)?.[0] ?? 'generic_decline';
}
