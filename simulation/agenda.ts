import { reached } from '../domain/machine/instants';
import type { TestChange, TestControl, TestCrossing, TestSignal } from '../domain/policy-test';
import type { ResponseFact } from './responses/responses';

/** Something that happens at an instant of the simulation. */
export type Act =
  | { readonly kind: 'signals'; readonly signals: readonly TestSignal[] }
  | { readonly kind: 'crossing'; readonly crossing: TestCrossing }
  | { readonly kind: 'change'; readonly change: TestChange }
  | { readonly kind: 'control'; readonly control: TestControl }
  /** What the customer does of itself. */
  | { readonly kind: 'respond'; readonly facts: readonly ResponseFact[] }
  | { readonly kind: 'start'; readonly playbook: string }
  /** The day of the measure of a treatment that has ended. */
  | { readonly kind: 'measure'; readonly treatmentId: string }
  | {
      readonly kind: 'decide';
      readonly treatmentId: string;
      readonly approvalId: string;
      readonly approve: boolean;
      readonly edited: boolean;
      readonly by: readonly string[];
    }
  | {
      readonly kind: 'finish';
      readonly treatmentId: string;
      readonly taskId: string;
      readonly result: string;
    };

interface Entry {
  readonly at: string;
  readonly act: Act;
}

/** What is yet to happen, by instant and then in the order it was put in. */
export class Agenda {
  private readonly entries: Entry[] = [];

  put(at: string, act: Act): void {
    let index = this.entries.length;
    while (index > 0 && !reached(this.entries[index - 1]!.at, at)) index -= 1;
    this.entries.splice(index, 0, { at, act });
  }

  nextAt(): string | undefined {
    return this.entries[0]?.at;
  }

  take(): Entry | undefined {
    return this.entries.shift();
  }
}
