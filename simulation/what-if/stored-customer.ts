import type { Invoice } from '../../domain/invoice';
import type { Score } from '../../domain/scoring/score';
import type { Membership } from '../../domain/segments/segment';
import type { CustomerSignal, SignalValue } from '../../domain/signals/signal';
import type { Arm, Tier } from '../../domain/words';

/** A treatment of a stored customer: open, or closed so lately that a cool-down may remember it. */
export interface StoredTreatment {
  readonly id: string;
  readonly playbook: string;
  readonly context: string | null;
  readonly segment: string;
  readonly arm: Arm;
  readonly bookHash: string;
  readonly state: 'running' | 'paused' | 'ending' | 'closed';
  readonly startPoints: number;
  readonly startTier: Tier;
  readonly startedAt: string;
  readonly closedAt: string | null;
}

/** One customer as the store has it, with all that an evaluation and what follows from it read. */
export interface StoredCustomer {
  readonly key: string;
  readonly attributes: Readonly<Record<string, SignalValue>>;
  readonly zone: string | null;
  readonly position: number;
  readonly lastAsOf: string | null;
  /** From when on only backfilled facts are known; null = live. */
  readonly backfilledFrom: string | null;
  readonly signals: readonly CustomerSignal[];
  readonly invoices: readonly Invoice[];
  readonly scores: readonly Score[];
  readonly memberships: readonly Membership[];
  readonly treatments: readonly StoredTreatment[];
}

/** Attributes as expressions read them: the zone is one of them. */
export function attributesOf({ attributes, zone }: StoredCustomer): StoredCustomer['attributes'] {
  return zone === null ? attributes : { ...attributes, zone };
}
