import type { ArbitrationInput } from '../../domain/arbitration/arbitration';
import type { ArbitratedTreatment } from '../../domain/arbitration/decision';
import type { CompiledBook } from '../../domain/compiled-book';
import type { Crossing } from '../../domain/crossing';
import type { Facts } from '../../domain/facts';

/** The instant at which the tests arbitrate. */
export const arbitratedAt = '2026-03-10T12:00:00.000Z';

/** Facts of a customer of high value in the given segments. */
export function customerFacts(segments: readonly string[], fields: Partial<Facts> = {}): Facts {
  return {
    signals: {},
    scores: {},
    segments,
    value: { amount: 100_000, tier: 'high' },
    customer: {},
    context: { id: '', kind: '' },
    invoices: { open: 0, openAmount: 0, paid: 0, void: 0, uncollectible: 0, attempts: 0, declineCode: '' },
    ...fields,
  };
}

/** An entry into a segment. */
export function crossing(segment: string, fields: Partial<Crossing> = {}): Crossing {
  return {
    id: `crossing:0123456789ab:7:${segment}`,
    customerKey: '0123456789ab',
    segment,
    direction: 'entered',
    scores: {},
    reasons: ['a reason'],
    sources: [],
    bookHash: 'test',
    sequence: 7,
    occurredAt: arbitratedAt,
    breachedAt: arbitratedAt,
    origin: 'evaluated',
    ...fields,
  };
}

/** A treatment with an id made from its playbook. */
export function arbitrated(
  playbook: string,
  segment: string,
  fields: Partial<ArbitratedTreatment> = {},
): ArbitratedTreatment {
  return {
    id: `treatment:${playbook}:0123456789ab:1`,
    playbook,
    segment,
    state: 'running',
    arm: 'treatment',
    ...fields,
  };
}

/** An arbitration of the given crossings. */
export function arbitrationInput(
  book: CompiledBook,
  crossings: readonly Crossing[],
  fields: Partial<ArbitrationInput> = {},
): ArbitrationInput {
  return {
    book,
    customerKey: '0123456789ab',
    crossings,
    deferred: [],
    treatments: [],
    facts: customerFacts(crossings.map(({ segment }) => segment)),
    asOf: arbitratedAt,
    salt: 'test',
    globalShare: 0,
    ...fields,
  };
}
