import type { ResponseFact } from './responses/responses';

/** What somebody decides. */
export interface Decided {
  readonly approve: boolean;
  readonly edited: boolean;
  readonly afterMs: number;
}

/** What somebody reports. */
export interface Finished {
  readonly result: string;
  readonly afterMs: number;
}

/** Facts that come at one instant. */
export interface Follows {
  readonly afterMs: number;
  readonly facts: readonly ResponseFact[];
}

/** A step of a play; '' = its start. */
export interface AtStep {
  readonly playbook: string;
  readonly step: string;
}

/** How people, payments and the customer respond during one play; what a test scripts goes before it. */
export interface Behaviour {
  /** Absent = nobody decides. */
  decide(at: AtStep): Decided | undefined;
  /** Absent = nobody does it. */
  finish(at: AtStep): Finished | undefined;
  /** The decline code of the n-th charge that the play makes for an invoice; absent = it succeeds. */
  charge(attempt: number): string | undefined;
  /** What follows from a play's start or from a step that did something. */
  follow(at: AtStep): readonly Follows[];
}
