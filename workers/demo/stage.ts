import type { Send } from '../embedded/sender';

/** Where the stories play: the public API and the payment sandbox, nothing behind them. */
export interface Stage {
  /** As the local person, whose key a reader has too. */
  readonly api: Send;
  /** As one of the staff. */
  readonly staff: (name: Colleague) => Send;
  readonly sandbox: Send;
  readonly now: () => string;
  /** Lets days of the story pass. */
  readonly pause: (days: number) => Promise<void>;
  /** Asks now and then until there is an answer; `closely` where hours of the story count. */
  readonly untilKnown: <T>(ask: () => Promise<T | undefined>, closely?: boolean) => Promise<T>;
  /** The page of a treatment in the Temporal UI. */
  readonly page: (treatmentId: string) => string;
  readonly say: (line: string) => void;
}

/** Two of the staff, since some decisions need two people. */
export const colleagues = ['Ines', 'Otto'] as const;
export type Colleague = (typeof colleagues)[number];
