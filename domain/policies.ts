import type { EconomicsPolicy } from './economics';
import type { Expression } from './expressions/expression';
import type { Stakes } from './words';

/** One of the rules that decide whether an action needs a human decision. */
export interface ApprovalPolicy {
  readonly id: string;
  /** Roles of which one must decide. */
  readonly roles: readonly string[];
  readonly remindAfterMs: number;
  readonly expireAfterMs: number;
  /** How many different people must approve; absent = one. */
  readonly approvers?: number;
}

/** What is compared with the block list, and who may write it. */
export interface BlocklistPolicy {
  /** The fact a hit becomes; its value says what was hit. */
  readonly signal: string;
  /** Roles that may block and confirm. */
  readonly roles: readonly string[];
  /** No entry lasts longer. */
  readonly longestMs: number;
  /** The shortest prefix of a network that may be blocked. */
  readonly networks: { readonly ipv4: number; readonly ipv6: number };
}

/** What happens when a customer asks for a person. */
export interface HumanRequestPolicy {
  /** The fact that says so. */
  readonly signal: string;
  readonly queue: string;
  readonly title: string;
  readonly dueMs: number;
}

/** At most `messages` in a sliding `periodMs`; none at all are put off by the period, again and again. */
export interface MessageCap {
  readonly messages: number;
  readonly periodMs: number;
}

/** How soon a person answers. */
export interface ServiceLevel {
  readonly firstResponseMs: number;
  readonly words: string;
}

/** The offers of the workspace: those open to everybody, and what the levels that segments name add or take away. */
export interface EligibilityPolicy {
  readonly everybody: readonly string[];
  readonly levels: Readonly<
    Record<string, { readonly adds: readonly string[]; readonly removes: readonly string[] }>
  >;
}

/** The words by which content may differ. */
export interface ContentWords {
  readonly topics: readonly string[];
  readonly depths: readonly string[];
  readonly tones: readonly string[];
  /** Where automation may look things up. */
  readonly sources: readonly string[];
}

/** Live rules of the workspace: read at the moment of use, never pinned. */
export interface Policies {
  readonly value: {
    readonly amount: Expression;
    readonly strategic: Expression;
    readonly floors: { readonly high: number; readonly medium: number };
    /** Shares of the base below which a value is not high or medium, between 0 and 1. */
    readonly percentiles: { readonly high: number; readonly medium: number };
  };
  /** Absent = nothing is weighed. */
  readonly economics?: EconomicsPolicy;
  readonly contact: {
    /** Hours of the day in the recipient's zone between which messages may be sent. */
    readonly quietHours: { readonly from: string; readonly until: string };
    /** At most `messages` in `periodMs`, per customer over all playbooks, for these classes. */
    readonly frequencyCap: {
      readonly messages: number;
      readonly periodMs: number;
      readonly classes: readonly string[];
    };
    /** Holds beside it, for everybody, so that a level with many messages a week is no burst. */
    readonly burstCap?: MessageCap;
    /** Of messages of payment plays, beside everything else; absent in a book sealed before it was kept. */
    readonly reminders?: MessageCap & { readonly perCycle: number };
    /** Levels that segments may name as contact frequency, instead of the cap; absent in a book sealed before they were kept. */
    readonly frequencies?: Readonly<Record<string, MessageCap>>;
    readonly defaultZone: string;
    /** Hours of a working day in the recipient's zone, for meetings. */
    readonly businessHours: { readonly from: string; readonly until: string };
    readonly sender: string;
    /** Roles that contacts may have; absent in a book sealed before they were kept: nothing is checked. */
    readonly roles?: readonly string[];
  };
  /** Levels of service that segments may name; absent in a book sealed before they were kept. */
  readonly serviceLevels?: Readonly<Record<string, ServiceLevel>>;
  /** Who may be offered what; absent = everything to everybody. */
  readonly eligibility?: EligibilityPolicy;
  /** Words that segments may name for content; absent in a book sealed before they were kept. */
  readonly content?: ContentWords;
  /** By when a person looks at a hard trigger of a segment; absent = at once. */
  readonly escalationDueMs?: number;
  /** Queue of each owner of segments; absent in a book sealed before they were kept. */
  readonly owners?: Readonly<Record<string, string>>;
  /** What offers may cost in a calendar month, by budget; absent in a book sealed before they were kept. */
  readonly budgets?: Readonly<Record<string, BudgetLimit>>;
  /** Effect kinds automation may perform alone, by stakes. */
  readonly allowedActions: Readonly<Record<Stakes, readonly string[]>>;
  /** From which confidence of a play's score on an offer may be made; absent = from any. */
  readonly confidence?: { readonly strongFrom: number };
  readonly approvals: Readonly<Record<string, ApprovalPolicy>>;
  /** Absent = nothing is compared with a block list. */
  readonly blocklist?: BlocklistPolicy;
  /** Absent = such a request opens no task by itself. */
  readonly humanRequest?: HumanRequestPolicy;
  /** How long a fact whose identity nobody has may wait; absent = ninety days. */
  readonly identities?: { readonly waitMs: number };
  readonly roles: readonly string[];
  /** Who may let a milestone of a plan go undone; absent = nobody. */
  readonly waiveRoles?: readonly string[];
  readonly queues: readonly string[];
  /** What people and purses can bear in a week; absent = nothing is watched. */
  readonly capacity?: {
    readonly tasks: Readonly<Record<string, number>>;
    readonly messages?: number;
    /** In major units. */
    readonly offers?: number;
  };
  /** Queue of what automation cannot settle by itself. */
  readonly operationsQueue: string;
  readonly holdout: { readonly salt: string; readonly globalShare: number };
  readonly stormBreaker: { readonly factor: number; readonly floor: number; readonly windowMs: number };
  readonly retry: RetryPolicy;
  readonly dryRun: boolean;
}

/** What a budget allows in one calendar month of the workspace. */
export interface BudgetLimit {
  readonly offers: number;
  /** In major units. */
  readonly amount: number;
}

/** When a declined charge is tried again, by decline class. */
export interface RetryPolicy {
  readonly classes: Readonly<Record<string, DeclineClass>>;
  /** Class of a code that no class lists. */
  readonly unknown: string;
}

/** One class of decline codes and what follows from it. */
export interface DeclineClass {
  readonly codes: readonly string[];
  readonly action: 'retry' | 'customerMustAct' | 'stop' | 'operator';
  /** Waits before the second, third, … attempt. */
  readonly waitsMs: readonly number[];
}
