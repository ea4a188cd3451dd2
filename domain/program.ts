import type { Expression } from './expressions/expression';
import type { CaseRule } from './product-issue';
import type { SignalValue } from './signals/signal';
import type { Channel, Dimension, MessageClass, Outcome } from './words';

/** What every instruction carries. */
interface InstructionBase {
  /** Step id of the playbook; instructions that belong to one step share it. Unique per effect-like instruction. */
  readonly step: string;
  /** Shown in the Temporal UI and in simulations, e.g. 'Send payment-update by email'. */
  readonly summary: string;
  /** The instruction is skipped when this is false at the moment it is reached. */
  readonly when?: Expression;
}

/** A meeting that a message invites to; its time is chosen in the recipient's business hours when the message goes out. */
export interface InvitationSpec {
  readonly title: string;
  /** The meeting is at least so long after the message. */
  readonly leadMs: number;
  readonly durationMs: number;
}

/** Something done to the outside world in one gated ask. */
export type EffectSpec =
  | {
      readonly kind: 'message';
      readonly template: string;
      readonly channel: Channel;
      readonly class: MessageClass;
      /** Role of the contact it goes to. */
      readonly to: string;
      /** Roles that are tried, in this order, where no contact with the first has an address. */
      readonly otherwise?: readonly string[];
      readonly invitation?: InvitationSpec;
    }
  | { readonly kind: 'banner'; readonly template: string; readonly action: 'show' | 'clear' }
  | { readonly kind: 'notify'; readonly queue: string; readonly text: string }
  | {
      readonly kind: 'offer';
      readonly offer: string;
      readonly amount: Expression;
      /** What it is taken from. */ readonly budget?: string;
    }
  | {
      readonly kind: 'suppress';
      readonly channel: Channel | 'all';
      readonly class: MessageClass;
      readonly reason: string;
    }
  | {
      readonly kind: 'hold';
      readonly what: string;
      readonly action: 'place' | 'release';
      /** Released by itself so long after it was placed; absent = with its treatment. */
      readonly forMs?: number;
      /** Outlives its treatment. */
      readonly keep?: boolean;
      /** Releases what anybody holds of the customer; absent = what the treatment itself holds. */
      readonly of?: 'customer';
      /** Step whose approval it needs. */
      readonly approvedBy?: string;
    }
  | {
      readonly kind: 'record';
      readonly field: string;
      /** Liquid, or with `from` what that gave, taken as it is. */
      readonly value: string;
      readonly from?: Expression;
      /** The field is a signal: this is taken in as a fact about the customer. */
      readonly fact?: SignalValue;
      /** The fact is about the whole customer; absent = about what the treatment is about. */
      readonly about?: 'customer';
      /** It is a case of a topic, counted over all customers. */
      readonly cases?: CaseRule;
    }
  | { readonly kind: 'charge'; readonly invoices: 'open' };
export type EffectKind = EffectSpec['kind'];

/**
 * A flat instruction; `decide` has become branches, `repeat` a counter and a jump, `parallel` fork and join. Targets are indexes.
 *
 * What `step.<id>.outcome` is afterwards, with `reason` where there is one:
 * every op: `skipped` (`when` was false). effect: `sent`, `shown`, … as its activity says, `refused`, `failed`, `inDoubt`
 * (reason = code). charge: `paid`, `declined`, `refused`, `failed`, `inDoubt` (count = attempts made, amount = paid).
 * task: `opened` (not awaited; becomes the end's when it ends), `done`, `expired`, `cancelled` (by, reason = result).
 * approve: `approved`, `rejected`, `expired`, `withdrawn`, `refused` (by). plan: `opened`, then `done` when every
 * milestone task is done (count = milestones done, amount = milestones in all). wait: `done` (no events named), `event`
 * (reason = its name, `event` is set), `timedOut`. rescore: `done` (tier, points, count = checkpoints of this step in a
 * row with this tier, so `step.x.tier == 'low' && step.x.count >= 2.0` is twice low, amount = points since the start).
 * repeat: `running` or `done` (count = passes begun). play: `done`. workflow: `done` or `failed` (reason = its answer).
 *
 * Control flow: `branch` goes to the first case that holds, else to `otherwise`, also when its own `when` is false.
 * `loop` begins a pass at the instruction after it, or goes to `exit` when `times` passes are done, when `when` is false, or
 * when, after at least one pass, `until` holds; the body's last instruction is `next` with the index of its `loop`.
 * `fork` starts one thread at each of `branches` and goes on after `join`; each branch ends by reaching `join`
 * (itself or by a jump). `end` in any branch ends the whole treatment. `play` only asks: an `end` follows it.
 */
export type Instruction = InstructionBase &
  (
    | {
        readonly op: 'effect';
        readonly effect: EffectSpec;
        /** A deferral past this is refused as too late. */ readonly withinMs?: number;
      }
    /** Charges all open invoices now, then again at the times the gate names, `attempts` times in all. */
    | {
        readonly op: 'charge';
        readonly effect: Extract<EffectSpec, { kind: 'charge' }>;
        readonly attempts: number;
        /** Events that end the wait between attempts at once. */ readonly wakeOn: readonly string[];
      }
    | {
        readonly op: 'task';
        readonly queue: string;
        readonly title: string;
        readonly dueMs: number;
        /** Waits for the task's end. */ readonly await: boolean;
        readonly timeoutMs?: number;
        readonly details?: string;
        /** Count due from the first breach instead of from now. */ readonly dueFrom: 'now' | 'breach';
        /** Not cancelled at the treatment's natural end. */ readonly keepOpen?: boolean;
      }
    | {
        readonly op: 'approve';
        readonly policy: string;
        readonly title: string;
        readonly draft?: string;
        readonly remindMs?: number;
        readonly expireMs?: number;
        readonly evidence: readonly string[];
        /** Names the customers for whom one decision counts, `validForMs` long. */
        readonly cohort?: Expression;
        readonly validForMs?: number;
      }
    /** A written plan with milestones: a draft from a template, each milestone becomes a task once the plan is approved. */
    | {
        readonly op: 'plan';
        readonly template: string;
        readonly milestones: readonly { readonly title: string; readonly dueMs: number }[];
        readonly queue: string;
      }
    | {
        readonly op: 'wait';
        readonly forMs?: number;
        readonly untilLocal?: string;
        /** An instant told by a fact, as ISO text; `forMs` is then the longest wait, also where nothing is told. */
        readonly untilFact?: Expression;
        /** So long before that instant. */
        readonly beforeMs?: number;
        readonly events: readonly string[];
        readonly where?: Expression;
      }
    | { readonly op: 'rescore' }
    | { readonly op: 'readFacts' }
    | {
        readonly op: 'branch';
        readonly cases: readonly { readonly when: Expression; readonly target: number }[];
        readonly otherwise: number;
      }
    | { readonly op: 'jump'; readonly target: number }
    /** Counts the passes of a `repeat` whose body starts at the next instruction. */
    | { readonly op: 'loop'; readonly times?: number; readonly until?: Expression; readonly exit: number }
    | { readonly op: 'next'; readonly loop: number }
    | { readonly op: 'fork'; readonly branches: readonly number[]; readonly join: number }
    | { readonly op: 'join' }
    | {
        readonly op: 'play';
        readonly playbook: string;
        readonly with: Readonly<Record<string, string | number | boolean>>;
      }
    | {
        readonly op: 'workflow';
        readonly type: string;
        readonly input: Readonly<Record<string, string | number | boolean>>;
      }
    | { readonly op: 'end'; readonly outcome: Outcome; readonly reason: string }
  );
export type Op = Instruction['op'];

/** An exit of a playbook: ends the treatment with its outcome whenever it becomes true. */
export interface ProgramExit {
  readonly id: string;
  readonly when: Expression;
  readonly outcome: Outcome;
}

/** What leaving the segment that started the treatment does. */
export type OnLeave =
  | { readonly mode: 'continue' }
  | { readonly mode: 'cancel' }
  | { readonly mode: 'redirect'; readonly target: number }
  | { readonly mode: 'grace'; readonly graceMs: number };

/** A playbook compiled for one arm; pinned in the workflow's input with all defaults expanded. */
export interface Program {
  readonly playbook: string;
  /** The workflow type that runs it. */
  readonly type: string;
  readonly title: string;
  readonly dimension: Dimension;
  readonly bookHash: string;
  readonly variant: 'treatment' | 'observer';
  readonly goal?: Expression;
  readonly goalOutcome: Outcome;
  readonly exits: readonly ProgramExit[];
  readonly onLeave: OnLeave;
  readonly maximumDurationMs: number;
  readonly measure?: { readonly when: Expression; readonly atMs: number };
  readonly instructions: readonly Instruction[];
  /** Values given by `treat: … with`, declared by the playbook. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
}

/** A program as it stands in a book, with what the store asks of it; what runs needs none of that. */
export interface CompiledProgram extends Program {
  /** Static analysis: which facts the program reads and which events it waits for. */
  readonly mentions: {
    readonly signals: readonly string[];
    readonly scores: readonly Dimension[];
    readonly events: readonly string[];
    readonly usesInvoices: boolean;
    readonly usesSegments: boolean;
  };
}
