import type { InboxKind } from './inbox';
import type { SignalValue } from './signals/signal';
import type { Channel, MessageClass, Outcome } from './words';
import { isoOf, msOf } from './iso-instant';

/** What a fact says; an instant counts from the start, since a test may be played on any day. */
export type GivenValue = SignalValue | { readonly instantMs: number };

/** The value itself, of a test that started then. */
export function valueFrom(given: GivenValue, startedAt: string): SignalValue {
  if (typeof given !== 'object') return given;
  return isoOf(msOf(startedAt) + given.instantMs);
}

/** The type of what a fact says; an instant is told as a text. */
export function typeOfGiven(given: GivenValue): string {
  return typeof given === 'object' ? 'string' : typeof given;
}

/** A fact that arrives during a policy test. */
export interface TestSignal {
  /** Milliseconds from the start of the test; may be negative. */
  readonly atMs: number;
  readonly name: string;
  readonly value: GivenValue;
  readonly data?: Readonly<Record<string, SignalValue>>;
  readonly context?: string;
}

/** An act of a person on the running treatment. */
export interface TestControl {
  readonly atMs: number;
  readonly kind: Extract<InboxKind, 'pause' | 'resume' | 'stop'>;
}

/** What somebody decides when an approval of a step opens; each is used once, in order. */
export interface TestAnswer {
  readonly step: string;
  readonly decision: 'approve' | 'reject';
  readonly afterMs: number;
  readonly finalText?: string;
  /** Who decides so, one after another; absent = one person. */
  readonly by?: readonly string[];
}

/** What somebody reports on a task of a step; each is used once, in order. */
export interface TestTaskResult {
  readonly step: string;
  readonly result: string;
  readonly afterMs: number;
}

/** One effect that must happen, or must be refused, in this order. */
export interface ExpectedEffect {
  /** Whole days since the treatment's start. */
  readonly day: number;
  /** Kind of effect, or 'task', 'approve', 'rescore'. */
  readonly kind: string;
  readonly step: string;
}

/** A fact that a segment has as a hard trigger, and the queue whose task it became. */
export interface ExpectedEscalation {
  readonly day: number;
  readonly signal: string;
  readonly segment: string;
  readonly queue: string;
}

/** A crossing of an external segment, as a partner system would send it. */
export interface TestCrossing {
  readonly atMs: number;
  readonly segment: string;
  readonly direction: 'entered' | 'exited';
  /** What it is about, as 'complaint:7', where the segment is per context. */
  readonly context?: string;
}

/** Attributes of the customer that become other ones during the test. */
export interface TestChange {
  readonly atMs: number;
  readonly customer: Readonly<Record<string, SignalValue>>;
}

/** A decision on a cohort that was given when the test begins. */
export interface TestCohort {
  readonly policy: string;
  readonly cohort: string;
  readonly decision: 'approve' | 'reject';
  /** How long it is good from the start of the test. */
  readonly validForMs: number;
}

/** What the customer has said yes or no to before the test begins. */
export interface TestConsent {
  readonly channel: Channel | 'all';
  readonly class: MessageClass | 'all';
  readonly granted: boolean;
}

/** "Given this customer, this must happen", readable by an operations person. */
export interface PolicyTest {
  readonly name: string;
  /** The play whose treatment is looked at; absent = only segments and decisions are. */
  readonly playbook?: string;
  /** The context of that treatment, as 'transaction:2'; absent = the first of the play, whatever it is about. */
  readonly context?: string;
  readonly given: {
    readonly customer: Readonly<Record<string, SignalValue>>;
    /** Absent = it stays as it is. */
    readonly changes?: readonly TestChange[];
    readonly consents?: readonly TestConsent[];
    readonly cohorts?: readonly TestCohort[];
    readonly signals: readonly TestSignal[];
    readonly crossings: readonly TestCrossing[];
    readonly controls: readonly TestControl[];
    readonly answers: readonly TestAnswer[];
    readonly tasks: readonly TestTaskResult[];
    /** Decline codes of the next charges, in order; charges after the last one succeed unless `thenSucceed` is false. */
    readonly payments: { readonly declines: readonly string[]; readonly thenSucceed: boolean };
    /** Cases that other customers have had by the start, by their topic; from the step's number on their issue is open. */
    readonly topicCases?: Readonly<Record<string, number>>;
    readonly untilMs: number;
  };
  readonly expect: {
    /** Segments the customer is in at the end of the test. */
    readonly segments?: readonly string[];
    /** Segments the customer must never have been in. */
    readonly neverIn: readonly string[];
    /** Segments entered, with the calendar day in the workspace's zone on which they were; the day of the start is 0. */
    readonly entered: readonly {
      readonly segment: string;
      readonly context?: string;
      readonly day: number;
      readonly reason?: string;
    }[];
    /** Segments left, with the day. */
    readonly left?: readonly { readonly segment: string; readonly context?: string; readonly day: number }[];
    /** What holds for the customer from a day on; `standard` is what the policies give everybody. */
    readonly adjusted?: readonly { readonly what: string; readonly day: number; readonly to: string }[];
    /** All facts that went to a person as hard triggers, in order, or undefined if they do not matter. */
    readonly escalated?: readonly ExpectedEscalation[];
    /** All effects in order, or undefined if they do not matter. */
    readonly effects?: readonly ExpectedEffect[];
    /** What is held at the end of the test. */
    readonly holds?: readonly string[];
    /** Banners that show at the end of the test. */
    readonly banners?: readonly string[];
    readonly refusals: readonly { readonly step: string; readonly code: string }[];
    /** 'none' = no treatment of the play may have started; 'open' = it still runs at the end. */
    readonly outcome?: Outcome | 'none' | 'open';
    readonly reason?: string;
  };
}
