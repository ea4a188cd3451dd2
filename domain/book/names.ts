import type { LevelNames } from './level-names';
import type { Nature, SignalDefinition, SignalType, SignalUse } from '../signals/signal';

/** A customer attribute of the book. */
export interface Attribute {
  readonly type: SignalType;
  readonly use: readonly SignalUse[];
  /** Absent = behavioural. */
  readonly nature?: Nature;
}

/** Kinds of names as they are called in messages. */
export type NameKind =
  | 'signal'
  | 'customer attribute'
  | 'segment'
  | 'playbook'
  | 'template'
  | 'role'
  | 'queue'
  | 'approval policy'
  | 'budget'
  | 'contact role'
  | 'contact frequency'
  | 'service level'
  | 'eligibility'
  | 'topic'
  | 'depth'
  | 'tone'
  | 'source'
  | 'offer';

/** Everything the definitions of a book may refer to by name. */
export interface Names {
  /** Kinds of which not all names could be read: one that is not in the list may be there all the same. */
  readonly open: ReadonlySet<NameKind>;
  /** Signals and attributes whose type could not be read. */
  readonly untyped: ReadonlySet<string>;
  readonly signals: Readonly<Record<string, SignalDefinition>>;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly segments: ReadonlySet<string>;
  /** Segments whose criteria read what may vary content only, with what that is. */
  readonly contentSegments: ReadonlyMap<string, string>;
  readonly playbooks: ReadonlyMap<string, { readonly parameters: Readonly<Record<string, unknown>> }>;
  readonly templates: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  readonly queues: ReadonlySet<string>;
  readonly approvals: ReadonlySet<string>;
  /** Approval policies that ask two different people. */
  readonly fourEyes: ReadonlySet<string>;
  readonly budgets: ReadonlySet<string>;
  readonly contactRoles: ReadonlySet<string>;
  readonly levels: LevelNames;
  /** Channels that have an adapter. */
  readonly channels: ReadonlySet<string>;
  /** Whether the policies weigh the keeping of customers: only then is there something to read. */
  readonly economics: boolean;
}
