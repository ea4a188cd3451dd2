import type { CrashPoint } from '../../application/crash-points';
import type { CustomerPlan } from './plan';

/** A row of `treatments` at the end of the run. */
export interface TreatmentEvidence {
  readonly id: string;
  /** External id, as the plan names the customer. */
  readonly customer: string;
  readonly state: string;
  readonly outcome: string | null;
}

/** A row of `effects` at the end of the run. */
export interface EffectEvidence {
  readonly requestKey: string;
  readonly treatmentId: string;
  readonly step: string;
  readonly kind: string;
  readonly state: string;
  readonly invoice: string | null;
  readonly attempt: number | null;
  /** What the row itself says about a doubt. */
  readonly why: string | null;
}

/** One ledger entry, with the fields the promises speak of. */
export interface LedgerEvidence {
  readonly customerKey: string;
  readonly position: number;
  readonly kind: string;
  readonly content: {
    readonly requestKey?: string;
    readonly state?: string;
    readonly control?: string;
    readonly treatmentId?: string;
    readonly accepted?: boolean;
    readonly outcome?: string;
    readonly inFlight?: readonly string[];
    readonly releasedEffects?: readonly string[];
  };
}

/** One line of the sandbox's own books. */
export interface ChargeEvidence {
  readonly invoice: string;
  readonly attempt: string;
  readonly status: string;
  readonly timesMoved: number;
}

/** One mail of the catcher; `requestKey` is the effect whose Message-ID it carries, if any. */
export interface MailEvidence {
  readonly to: string;
  readonly subject: string;
  readonly requestKey: string | undefined;
}

/** What was killed, how often, and what was under way then. */
export interface KillEvidence {
  readonly random: Readonly<Record<string, number>>;
  readonly points: Readonly<Partial<Record<CrashPoint, number>>>;
  /** Request keys that were `attempting` when a worker was killed. */
  readonly exposed: readonly string[];
}

/** Everything a run leaves behind; read from the store, the sandbox and the catcher, judged by the checker alone. */
export interface Evidence {
  readonly customers: readonly CustomerPlan[];
  readonly treatments: readonly TreatmentEvidence[];
  readonly effects: readonly EffectEvidence[];
  readonly ledger: readonly LedgerEvidence[];
  readonly charges: readonly ChargeEvidence[];
  readonly mails: readonly MailEvidence[];
  /** Distinct nudges accepted, by customer. */
  readonly nudges: Readonly<Record<string, number>>;
  /** The product's own verdict; `entries` is what it says it read, `stored` what the store holds. */
  readonly audit: {
    readonly ok: boolean;
    readonly entries: number;
    readonly stored: number;
    readonly problems: readonly string[];
  };
  readonly kills: KillEvidence;
}

/** How much must have happened for the run to prove anything. */
export interface Demands {
  readonly treatments: number;
  readonly stopsLanded: number;
  readonly paymentsLanded: number;
  readonly perPoint: Readonly<Partial<Record<CrashPoint, number>>>;
  readonly random: Readonly<Record<string, number>>;
}
