import type { Expression } from '../expressions/expression';
import type { Dimension, Stakes, Tier } from '../words';

/** One branch of a segment's decision tree: the play that starts for those it matches. */
export interface TreatBranch {
  readonly when?: Expression;
  readonly play: string;
  readonly with: Readonly<Record<string, string | number | boolean>>;
}

/** What automation may do in words, and how: its sources, depth and tone. */
export interface AutomationScope {
  readonly words: string;
  readonly depth?: string;
  readonly tone?: string;
  /** Where automation may look things up; absent = anywhere. */
  readonly retrieval?: readonly string[];
}

/** A registry entry: who belongs, why, and what changes for them. */
export interface SegmentDefinition {
  readonly id: string;
  readonly title: string;
  readonly layer: string;
  readonly tier: 'stable' | 'runtime';
  readonly source: 'evaluated' | 'external';
  /** The kind of context each of its memberships is about, such as `transaction`; absent = the whole customer. */
  readonly per?: string;
  /** Dimension whose tiers the crossing's from and to come from. */
  readonly dimension?: Dimension;
  readonly riskTier?: Tier;
  readonly entry?: Expression;
  readonly exit?: Expression;
  /** What happens when the exit criterion cannot be computed because its facts have aged out. */
  readonly onAbsent: 'leave' | 'stay';
  /** n of m calendar days in the workspace zone; absent = at once. */
  readonly confirmation?: { readonly days: number; readonly of: number };
  readonly dwellMs: number;
  readonly minimumSources: number;
  readonly priority: number;
  readonly need: string;
  readonly stakes: Stakes;
  readonly routing: { readonly queue: string; readonly skills: readonly string[]; readonly priority: number };
  readonly serviceLevel: string;
  readonly eligibility: readonly string[];
  /** A sentence alone in books sealed before it had parts. */
  readonly automationScope: string | AutomationScope;
  readonly allowedActions: readonly string[];
  readonly forbiddenActions: readonly string[];
  readonly escalation: { readonly hard: readonly string[]; readonly soft: readonly string[] };
  readonly metrics: readonly string[];
  readonly owner: string;
  readonly reviewOn: string;
  readonly treat: readonly TreatBranch[];
  /** Named levels of policies.yaml that hold while the customer is a member; resolved over all segments by `handlingOf`. */
  readonly changes: Readonly<Record<string, string | number | boolean>>;
}

/** Customer (× context) × segment, as stored between evaluations. */
export interface Membership {
  readonly segment: string;
  readonly context?: string;
  /** `entering`: breached, not confirmed. `leaving`: exit holds, not confirmed or still dwelling. */
  readonly state: 'entering' | 'in' | 'leaving';
  /** When the entry criterion first held; kept while a member, so that save's 48 hours run from here. */
  readonly breachedAt: string;
  /** While leaving: when the exit criterion first held. */
  readonly leavingAt?: string;
  /** Tier of the segment's dimension before the pending or latest change; a crossing's `fromTier`. */
  readonly fromTier?: Tier;
  /** Set once in. */
  readonly since?: string;
  /** Calendar days (yyyy-mm-dd, workspace zone) on which the pending change held. */
  readonly days: readonly string[];
  readonly reasons: readonly string[];
  readonly confidence: number;
  readonly priority: number;
  readonly tier?: Tier;
}
