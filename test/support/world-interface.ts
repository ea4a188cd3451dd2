import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { ItemResult, SignalInput } from '../../application/accept-signals';
import type { Application } from '../../application/application';
import type { CompiledBook } from '../../domain/compiled-book';
import type { TestConsent } from '../../domain/policy-test';
import type { SignalValue } from '../../domain/signals/signal';
import type { TreatmentResult } from '../../domain/treatment';
import type { CaughtMail } from '../../ports/channels/catcher/caught-mail';
import type { Store } from '../../ports/store/store';
import type { TreatmentView } from '../../ports/store/tables/treatment-views';
import type { TreatmentProgress } from '../../workflows/messages';
import type { BookEdits } from './world-book';
import type { WorldAgenda } from './world-clock';
import type { SandboxCharge } from './world-parts';
import type { Decided } from './world-people';
import type { EffectLine, LedgerLine } from './world-reads';

/** A customer of a test; without a zone, the workspace's. */
export interface TestCustomer {
  readonly attributes?: Readonly<Record<string, SignalValue>>;
  readonly zone?: string;
  /** Roles of its contacts; absent = billing and champion. */
  readonly contacts?: readonly string[];
  readonly consents?: readonly TestConsent[];
}

/** A whole deployment with a clock that skips: real store, gate, relay, worker, catcher and sandbox. */
export interface World {
  readonly app: Application;
  readonly store: Store;
  readonly env: TestWorkflowEnvironment;
  readonly agenda: WorldAgenda;
  now(): string;
  /** Lets time pass, serving agenda and sweep when they are due. */
  advance(duration: string): Promise<void>;
  /** Waits until the treatments have done all that can be done now. */
  settle(): Promise<void>;
  /** Runs an act of a person or another system, delivers what it put into the outbox and waits for what follows. */
  act<T>(what: (app: Application) => Promise<T>): Promise<T>;
  /** Puts a customer with a billing and a champion contact; gives the key. */
  customer(id: string, more?: TestCustomer): Promise<string>;
  signal(
    customer: string,
    name: string,
    value: SignalValue,
    more?: Partial<SignalInput>,
  ): Promise<ItemResult>;
  /** A failed payment of one invoice, with the provider's decline code. */
  paymentFails(customer: string, invoice: string, declineCode: string): Promise<ItemResult>;
  /** A crossing of an external segment, about one context where one is named. */
  crosses(
    customer: string,
    segment: string,
    direction?: 'entered' | 'exited',
    context?: string,
  ): Promise<ItemResult>;
  /** Sends a raw Temporal signal, as the Temporal UI and CLI do. */
  raw(treatmentId: string, name: 'decision' | 'pause' | 'resume' | 'stop', payload: unknown): Promise<void>;
  /** Decides the open approval of a step. */
  decide(treatmentId: string, step: string, decided: Decided): Promise<void>;
  /** Reports a task of a step as done. */
  finish(treatmentId: string, step: string, result: string): Promise<void>;
  treatments(customer: string): Promise<readonly TreatmentView[]>;
  /** The customer's only treatment of a playbook, as the store shows it. */
  treatment(customer: string, playbook: string): Promise<TreatmentView>;
  /** What the workflow itself says. */
  progress(treatmentId: string): Promise<TreatmentProgress>;
  /** The workflow's own result; it must have ended by now. */
  result(treatmentId: string): Promise<TreatmentResult>;
  effects(treatmentId: string): Promise<readonly EffectLine[]>;
  ledger(customerKey: string): Promise<readonly LedgerLine[]>;
  /** Mails the catcher holds for a customer's contacts. */
  mails(customer: string): readonly CaughtMail[];
  /** The sandbox's own books for a customer, the first first. */
  charges(customerKey: string): Promise<readonly SandboxCharge[]>;
  /** Declines of the customer's next charges; later ones succeed. */
  declines(customerKey: string, codes: readonly string[]): Promise<void>;
  /** Asks the sandbox's own routes. */
  sandbox(method: string, route: string, body?: object): Promise<unknown>;
  publish(folder: string, edits?: BookEdits): Promise<CompiledBook>;
  close(): Promise<void>;
}

/** How a world is brought up. */
export interface WorldOptions {
  readonly book?: string;
  readonly edits?: BookEdits;
  /** Leaves the draw of arms to the book; otherwise everybody is treated. */
  readonly holdout?: boolean;
  /** Acts between the moment an activity was asked for and the moment it runs. */
  readonly beforeCall?: (name: string, command: unknown, world: World) => Promise<void>;
  /** A hundred customers side by side: after each act only what it has reached is waited for. */
  readonly crowd?: boolean;
  /** Told what an activity answered, before time moves on. */
  readonly onAnswer?: (name: string, command: unknown, world: World) => Promise<void>;
}
