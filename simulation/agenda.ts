import type { TestControl, TestCrossing, TestSignal } from '../domain/policy-test';

/** Something that happens at an instant of the simulation. */
export type Act =
  | { readonly kind: 'signals'; readonly signals: readonly TestSignal[] }
  | { readonly kind: 'crossing'; readonly crossing: TestCrossing }
  | { readonly kind: 'control'; readonly control: TestControl }
  /** The day of the measure of a treatment that has ended. */
  | { readonly kind: 'measure'; readonly treatmentId: string }
  | {
      readonly kind: 'decide';
      readonly treatmentId: string;
      readonly approvalId: string;
      readonly approve: boolean;
      readonly edited: boolean;
    }
  | {
      readonly kind: 'finish';
      readonly treatmentId: string;
      readonly taskId: string;
      readonly result: string;
    };

/** What is yet to happen, by instant and then in the order it was put in. */
export interface Agenda {
  put(at: string, act: Act): void;
  nextAt(): string | undefined;
  take(): { readonly at: string; readonly act: Act } | undefined;
}

/** An empty agenda. */
export function createAgenda(): Agenda {
  const entries: { readonly at: string; readonly ms: number; readonly act: Act }[] = [];
  return {
    put(at, act) {
      const ms = Date.parse(at);
      let index = entries.length;
      while (index > 0 && entries[index - 1]!.ms > ms) index -= 1;
      entries.splice(index, 0, { at, ms, act });
    },
    nextAt: () => entries[0]?.at,
    take: () => entries.shift(),
  };
}
