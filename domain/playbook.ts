import type { Expression } from './expressions/expression';
import type { CompiledProgram } from './program';
import type { Dimension } from './words';

/** A playbook as arbitration needs it, with its two compiled programs. */
export interface Playbook {
  /** kebab-case. */
  readonly id: string;
  /** camelCase form of the id: the workflow type. */
  readonly type: string;
  readonly title: string;
  readonly dimension: Dimension;
  readonly priority: number;
  /** What starting it is worth for this customer, in major units; absent = 0. */
  readonly expectedValue?: Expression;
  /** `customer`: one at a time per customer; `context`: one per context. */
  readonly per: 'customer' | 'context';
  /** Classes of play this one stops or pauses, e.g. `marketing`, or playbook ids; '*' = all others. */
  readonly preempts: readonly { readonly play: string; readonly how: 'pause' | 'cancel' }[];
  /** Playbook ids it waits for while they are open. */
  readonly defersTo: readonly string[];
  readonly class: 'marketing' | 'service' | 'payment' | 'fraud';
  /** Time after the end of a treatment in which the same play does not start again. */
  readonly coolDownMs: number;
  /** Share of customers that run the observer program, 0–1. */
  readonly holdoutShare: number;
  readonly program: CompiledProgram;
  readonly observer: CompiledProgram;
}
