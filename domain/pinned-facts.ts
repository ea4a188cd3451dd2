import { contextFacts } from './context';
import { invoiceFacts } from './evaluation/invoice-facts';
import type { Facts, FactsSnapshot } from './facts';

/** Parts that are empty where nothing is known. */
const open = { signals: {}, scores: {}, segments: [], customer: {} } as const;
/** Parts whose every field is there, zero or an empty text where nothing is known. */
const fixed = {
  context: contextFacts(undefined),
  invoices: invoiceFacts([]),
} as const;
const nothing = { ...open, ...fixed } satisfies Partial<Facts>;

/** Facts without the parts that say nothing. */
export interface PinnedFacts extends Omit<FactsSnapshot, 'facts'> {
  readonly facts: Omit<Facts, keyof typeof nothing> & Partial<Facts>;
}

/**
 * Facts as the input of a treatment carries them. The input lies in the history for as long as the treatment runs, so
 * what says nothing is left out.
 */
export function pinFacts({ sequence, asOf, facts }: FactsSnapshot): PinnedFacts {
  const { value, economics } = facts;
  const rest = Object.fromEntries(
    Object.entries(facts).filter(([part, said]) => part in nothing && !saysNothing(part, said as object)),
  );
  return { sequence, asOf, facts: { ...rest, value, ...(economics && { economics }) } };
}

/** The same facts with every part there; of whole ones too, which inputs of earlier versions have. */
export function factsFrom({ sequence, asOf, facts }: PinnedFacts): FactsSnapshot {
  const whole: { [K in keyof Required<Facts>]: Facts[K] } = {
    signals: facts.signals ?? nothing.signals,
    scores: facts.scores ?? nothing.scores,
    segments: facts.segments ?? nothing.segments,
    value: facts.value,
    customer: facts.customer ?? nothing.customer,
    context: facts.context ?? nothing.context,
    invoices: facts.invoices ?? nothing.invoices,
    economics: facts.economics,
  };
  return { sequence, asOf, facts: whole };
}

function saysNothing(part: string, said: object): boolean {
  const values = Object.values(said).filter((value: unknown) => value !== undefined);
  return part in fixed ? values.every((value) => value === 0 || value === '') : values.length === 0;
}
