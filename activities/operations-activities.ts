/** Where a walk over the base has come to; the empty text is its beginning. */
export interface BatchCommand {
  readonly cursor: string;
  readonly limit: number;
}

/** What one batch of customers came to. */
export interface RescoreBatchResult {
  /** Where the next batch begins; absent = the base is done. */
  readonly cursor?: string;
  readonly evaluated: number;
  readonly crossings: number;
  /** Customers whose evaluation failed. */
  readonly failed: number;
  /** The storm breaker has opened: stop and let a person look. */
  readonly tripped: boolean;
}

/** Where the tiers of value are cut, in major units, and over how many customers; zeros while none has a value. */
export interface ValueCutsResult {
  readonly highFrom: number;
  readonly mediumFrom: number;
  readonly customers: number;
}

/** What one look at due customers came to. */
export interface SweepResult {
  readonly evaluated: number;
  readonly crossings: number;
  /** Measures of treatments that had ended before their day. */
  readonly measured: number;
  /** Holds whose time was over. */
  readonly released?: number;
  /** What could not be done and is tried again later. */
  readonly failed?: number;
  /** More is due than the limit allowed. */
  readonly more: boolean;
}

/** What one look at the store against Temporal came to. */
export interface JanitorResult {
  readonly cursor?: string;
  readonly examined: number;
  /** Treatments whose workflow was gone or stuck, and effects in doubt that were settled or raised. */
  readonly mended: number;
  readonly alarms: readonly string[];
}

/** The activities of the scheduled workflows; implemented beside the treatment's, called by workflows as types only. */
export interface OperationsActivities {
  /** Cuts the tiers of value anew by the stored values of the base. */
  recomputeValueCuts(): Promise<ValueCutsResult>;
  rescoreBatch(command: BatchCommand): Promise<RescoreBatchResult>;
  sweepDue(command: { readonly limit: number }): Promise<SweepResult>;
  compareWithTemporal(command: BatchCommand): Promise<JanitorResult>;
}
