import type { Playbook } from './playbook';
import type { Policies } from './policies';
import type { ScoreDefinition } from './scoring/score';
import type { SegmentDefinition } from './segments/segment';
import type { SignalDefinition, SignalType } from './signals/signal';

/** A template with its parts as Liquid source; designed mail is already HTML. */
export interface CompiledTemplate {
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}

/** All definitions of a workspace as plain data; its hash is its version. */
export interface CompiledBook {
  /** First 16 hex characters of the SHA-256 of the book's canonical content. */
  readonly hash: string;
  /** IANA zone whose calendar days confirmation counts. */
  readonly zone: string;
  readonly signals: Readonly<Record<string, SignalDefinition>>;
  /** Types of the customer attributes declared; absent in a book sealed before they were kept: nothing is checked. */
  readonly attributes?: Readonly<Record<string, SignalType>>;
  readonly scores: readonly ScoreDefinition[];
  readonly segments: readonly SegmentDefinition[];
  readonly playbooks: Readonly<Record<string, Playbook>>;
  readonly templates: Readonly<Record<string, CompiledTemplate>>;
  readonly policies: Policies;
}
