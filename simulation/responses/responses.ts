import type { PolicyTest, TestSignal } from '../../domain/policy-test';
import type { Spread } from './spread';

/** What people decide on approvals of one step, or of every step that has no entry of its own. */
export interface ApprovalResponse {
  readonly step?: string;
  /** Shares of all that are asked; the rest is never decided. */
  readonly approve: number;
  readonly reject: number;
  /** Share of the approved whose text is edited. */
  readonly edit: number;
  readonly after: Spread;
}

/** What people do with the tasks of one step, or of every step that has no entry of its own. */
export interface TaskResponse {
  readonly step?: string;
  /** Share that is done at all. */
  readonly done: number;
  readonly result: string;
  readonly after: Spread;
}

/** How charges go. */
export interface PaymentResponse {
  /** Share of the play's first, second, … charge of an invoice that succeeds; the last stands for all later ones. */
  readonly succeed: readonly number[];
  /** How often each code is the reason of a decline, compared with the others. */
  readonly declines: Readonly<Record<string, number>>;
}

/** A fact that follows from something; with `invoices`, one about each invoice that is open by then. */
export interface ResponseFact extends Pick<TestSignal, 'name' | 'value' | 'data' | 'context'> {
  readonly invoices?: 'open';
}

/** What the customer does, or what comes to light, after the play's start or one of its steps. */
export interface EventResponse {
  /** '' = the play's start, else the step that must have done something: sent, offered, been done, been approved. */
  readonly from: string;
  readonly probability: number;
  readonly after: Spread;
  readonly facts: readonly ResponseFact[];
}

/** Minutes of a person that one task done or one approval decided takes; the narrowest entry counts. */
export interface Minutes {
  readonly task: number;
  readonly approval: number;
  /** By queue of a task or policy of an approval. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly steps: Readonly<Record<string, number>>;
}

/** What things cost, in one currency. */
export interface Costs {
  readonly currency: string;
  readonly hour: number;
  /** Of one effect, by its kind; an offer's own amount comes on top. */
  readonly effects: Readonly<Record<string, number>>;
}

/** How people and the customer respond to one playbook: scripted where everything is certain, a model where it is not. */
export interface Responses {
  readonly playbook: string;
  readonly note: string;
  readonly given?: GivenCustomer;
  readonly approvals: readonly ApprovalResponse[];
  readonly tasks: readonly TaskResponse[];
  readonly payments: PaymentResponse;
  readonly events: readonly EventResponse[];
  readonly minutes: Minutes;
  readonly costs: Costs;
}

type GivenOfTests = Pick<PolicyTest['given'], 'customer' | 'consents' | 'signals' | 'crossings'>;

/** A customer, its consents and its facts, as policy tests give them. */
export interface GivenCustomer extends GivenOfTests {
  readonly untilMs?: number;
}
