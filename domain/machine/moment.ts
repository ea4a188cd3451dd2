/** When a runtime moves a machine, and by which rules. */
export interface Moment {
  /** ISO instant of the treatment's clock. */
  readonly now: string;
  /**
   * Whether a change of the machine's rules, named by a word of its own, holds for this run. Durable: the SDK's
   * `patched`, false while a history recorded before the change replays; virtual: always true. Asked only where the
   * change matters, since the first ask of a run is an event in its history.
   */
  readonly patched: (change: string) => boolean;
  /** Nobody reads what activities write down about progress: it is left empty, and waits are not announced. */
  readonly unread?: boolean;
  /** Told where control goes, by those who look what of a program is gone through; changes nothing. */
  readonly watch?: (hop: Hop) => void;
}

/** One instruction met by one line of control. */
export interface Hop {
  readonly from: number;
  /** Where control is afterwards: the same where it stops, absent where it ends. */
  readonly to?: number;
  /** Its `when` was false. */
  readonly skipped: boolean;
}

/** The newest rules: for what is not replayed. */
export const newestRules: Moment['patched'] = () => true;
