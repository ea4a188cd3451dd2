import type { Stakes } from '../words';

/** Something that holds for a customer, and the segment that says so. */
export interface Decided<T> {
  readonly value: T;
  readonly because: string;
}

/** Where work about a customer goes. */
export interface Routing {
  readonly queue: string;
  readonly skills: readonly string[];
  readonly priority: number;
}

/** What may be offered to a customer, and the segments that add to it or take away. */
export interface Eligibility {
  readonly offers: readonly string[];
  readonly because: readonly string[];
}

/** How messages to a customer are written; what no segment decides is left to the template. */
export interface ContentHandling {
  readonly topic?: Decided<string>;
  readonly depth?: Decided<string>;
  readonly tone?: Decided<string>;
  /** Sources that automation may draw from; absent = any. */
  readonly retrieval?: readonly string[];
}

/**
 * What holds for a customer now, over all segments the customer is in. Absent = no segment says
 * anything, so what the policies give everybody holds.
 */
export interface Handling {
  readonly routing?: Decided<Routing>;
  readonly serviceLevel?: Decided<string>;
  readonly contactFrequency?: Decided<string>;
  /** Absent = the policies do not restrict offers. */
  readonly eligibility?: Eligibility;
  /** Whatever is done for this customer has at least these. */
  readonly stakes?: Decided<Stakes>;
  readonly content: ContentHandling;
}

/** What of a customer's handling a crossing can change. */
export const adjustable = ['contactFrequency', 'serviceLevel', 'eligibility', 'stakes'] as const;
export type Adjustable = (typeof adjustable)[number];
export type AdjustableHandling = Pick<Handling, Adjustable>;
