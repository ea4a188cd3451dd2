import { contextFacts, countsFor } from './context';
import type { Membership } from './segments/segment';
import type { EconomicsFacts } from './economics';
import type { SignalValue, SignalValues } from './signals/signal';
import type { CustomerValue } from './value';
import type { Dimension, Tier } from './words';

/** A score as expressions see it. */
export interface ScoreFacts {
  readonly points: number;
  readonly tier: Tier;
  readonly confidence: number;
}

/** The invoices of a customer as expressions see them. */
export interface InvoiceFacts {
  readonly open: number;
  /** In minor units. */
  readonly openAmount: number;
  readonly paid: number;
  readonly void: number;
  readonly uncollectible: number;
  /** Charges tried: the most of any open invoice. */
  readonly attempts: number;
  /** Of the open invoice that failed last; '' = none. */
  readonly declineCode: string;
}

/** The running treatment as expressions see it. */
export interface TreatmentFacts {
  readonly id: string;
  readonly playbook: string;
  readonly arm: string;
  readonly days: number;
  /** Tier of the treatment's own dimension when it started. */
  readonly startTier: Tier;
  readonly startPoints: number;
}

/** The result of a step as expressions see it; every field is always there. */
export interface StepFacts {
  /** What came of it: sent, refused, declined, paid, approved, rejected, expired, done, timedOut, … */
  readonly outcome: string;
  readonly reason: string;
  readonly by: string;
  readonly tier: string;
  readonly points: number;
  readonly count: number;
  readonly amount: number;
}

/** The event that woke a wait. */
export interface EventFacts {
  readonly name: string;
  readonly value: SignalValue;
}

/**
 * What expressions may read: the book's public API. Missing optional keys make the whole
 * expression false; `has(signals.x)` asks for presence.
 */
export interface Facts {
  /** Fresh values only, by signal name. */
  readonly signals: SignalValues;
  readonly scores: Readonly<Partial<Record<Dimension, ScoreFacts>>>;
  readonly segments: readonly string[];
  readonly value: CustomerValue;
  /** `name`, `zone`, `locale`, `plan`, … : text attributes. */
  readonly customer: Readonly<Record<string, SignalValue>>;
  readonly context: { readonly id: string; readonly kind: string };
  readonly invoices: InvoiceFacts;
  /** Absent where the policies say nothing of it, or churn is not scored. */
  readonly economics?: EconomicsFacts;
}

/** The facts of a customer, and as they are seen from each context that something is known or open about. */
export interface CustomerFacts {
  readonly facts: Facts;
  readonly contexts?: ReadonlyMap<string, Facts>;
}

/** The facts that a crossing or treatment is decided by: those seen from its context, the customer's where it has none. */
export function factsAbout({ facts, contexts }: CustomerFacts, context: string | null | undefined): Facts {
  if (context === null || context === undefined) return facts;
  return contexts?.get(context) ?? { ...facts, context: contextFacts(context) };
}

/** The same facts with the segments of the memberships given: one is entered when its crossing is stored, not when it is looked at. */
export function withMemberships(
  { facts, contexts }: CustomerFacts,
  memberships: readonly Membership[],
): CustomerFacts {
  return {
    facts: { ...facts, segments: segmentsSeen(memberships) },
    contexts:
      contexts &&
      new Map(
        [...contexts].map(([context, seen]) => [
          context,
          { ...seen, segments: segmentsSeen(memberships, context) },
        ]),
      ),
  };
}

function segmentsSeen(memberships: readonly Membership[], from?: string): readonly string[] {
  const seen = new Set<string>();
  for (const { segment, state, context } of memberships)
    if (state !== 'entering' && countsFor(from, context)) seen.add(segment);
  return [...seen];
}

/** Facts at one point of the customer's order of acceptance; a later sequence replaces an earlier one. */
export interface FactsSnapshot {
  readonly sequence: number;
  readonly asOf: string;
  readonly facts: Facts;
}

/** Facts plus what only a running treatment knows. */
export interface TreatmentScope extends Facts {
  readonly treatment: TreatmentFacts;
  readonly event?: EventFacts;
  readonly step: Readonly<Record<string, StepFacts>>;
}

/** The facts of a customer with what one treatment adds to them; an event only where there is one. */
export function treatmentScope(
  { signals, scores, segments, value, customer, context, invoices, economics }: Facts,
  treatment: TreatmentFacts,
  step: TreatmentScope['step'],
  event: EventFacts | undefined,
): TreatmentScope {
  return event
    ? { signals, scores, segments, value, customer, context, invoices, economics, treatment, step, event }
    : { signals, scores, segments, value, customer, context, invoices, economics, treatment, step };
}
