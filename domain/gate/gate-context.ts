import type { Eligibility } from '../handling/handling';
import type { BudgetLimit, MessageCap, Policies } from '../policies';
import type { EffectSpec } from '../program';
import type { Arm, Stakes } from '../words';
import type { Verdict } from './verdict';

/** What was accepted against a treatment, if anything was. */
export interface AcceptedEnd {
  readonly kind: 'stop' | 'goal' | 'exit' | 'leave' | 'expired' | 'end';
  readonly reason: string;
}

/** Who a message would go to. */
export interface Recipient {
  readonly contactId: string;
  readonly address: string;
  readonly zone?: string;
}

/** A yes or no about one channel (or 'all') and one class of message (or 'all'). */
export interface ContactRule {
  readonly channel: string;
  readonly class: string;
}

/** What is known about earlier charges of the invoice at hand. */
export interface ChargeHistory {
  /** Instant of the next attempt, or 'never': not on this payment method. */
  readonly mayChargeAt: string;
  readonly why: string;
}

/** A budget at the moment of the ask. */
export interface BudgetState {
  readonly name: string;
  /** Absent = the live policies have none of this name. */
  readonly limit?: BudgetLimit;
  readonly used: BudgetLimit;
  /** Amount of the offer, in major units. */
  readonly asked: number;
}

/** What one segment lets automation do; every list of the customer's segments must agree. */
export interface ActionLimit {
  readonly segment: string;
  /** Empty = the segment does not narrow. */
  readonly allowed: readonly string[];
  readonly forbidden: readonly string[];
}

/** Everything a verdict depends on, read under the customer's lock at the moment of the ask. */
export interface GateContext {
  readonly now: string;
  readonly effect: EffectSpec;
  readonly treatment: {
    readonly id: string;
    readonly playbook: string;
    readonly arm: Arm;
    readonly closed: boolean;
    readonly pausedBy: readonly string[];
    readonly accepted?: AcceptedEnd;
  };
  /** The observer program has this effect: a holdout may get it too. */
  readonly baseline: boolean;
  readonly policies: Policies;
  readonly stakes: Stakes;
  /** Of the segments the customer is in now. */
  readonly limits: readonly ActionLimit[];
  /** The contact frequency the customer's segments name; absent = the cap of the policies. */
  readonly frequency?: MessageCap & { readonly level: string; readonly because: string };
  /** What may be offered to the customer; absent = the policies do not restrict offers. */
  readonly eligibility?: Eligibility;
  /** Of the score in the play's own dimension; absent = there is none. */
  readonly confidence?: number;
  readonly killSwitches: readonly { readonly scope: string; readonly reason: string }[];
  /** Of messages only. */
  readonly recipient?: Recipient;
  readonly customerZone?: string;
  readonly consents: readonly (ContactRule & { readonly granted: boolean })[];
  readonly suppressions: readonly (ContactRule & { readonly reason: string })[];
  /** Instants of messages that count for the frequency cap, in any order. */
  readonly counted: readonly string[];
  /** Instants of the payment reminders of this treatment; absent = its play is of another class. */
  readonly reminders?: readonly string[];
  /** Set when the effect, or the text it carries, must be approved by people first. */
  readonly approval?: {
    readonly state: 'missing' | 'open' | 'approved' | 'rejected' | 'expired' | 'withdrawn';
  };
  /** Of charges only. */
  readonly charge?: ChargeHistory;
  /** Of offers that are taken from one. */
  readonly budget?: BudgetState;
  readonly notAfter?: string;
}

/** A verdict that keeps the effect from going out, now or for good. */
export type Objection = Exclude<Verdict, { readonly verdict: 'allowed' }>;

/** A verdict that keeps the effect from going out before an instant. */
export type Deferral = Extract<Verdict, { readonly verdict: 'deferred' }>;

/** A rule's no or not yet; undefined = no objection. */
export type GateRule = (context: GateContext) => Objection | undefined;
