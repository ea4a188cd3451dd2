/** One attempt to take one invoice's amount; the idempotency key is derived from invoice and attempt, never random. */
export interface ChargeRequest {
  readonly idempotencyKey: string;
  readonly invoiceId: string;
  readonly attempt: number;
  readonly amountMinor: number;
  readonly currency: string;
  readonly customerRef: string;
  /** Absent means the customer's default payment method at the moment of the first try. */
  readonly paymentMethodRef?: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Why a charge was declined, in the provider's codes (RULES: precedence is network stop, then customer must act). */
export interface ChargeDeclined {
  readonly outcome: 'declined';
  readonly paymentId?: string;
  readonly declineCode: string;
  readonly adviceCode?: string;
  readonly networkDeclineCode?: string;
  readonly networkAdviceCode?: string;
}

/** How a charge ended; a decline is an expected answer, not an error. `receivedAt` is the provider's own time. */
export type ChargeResult =
  | { readonly outcome: 'succeeded'; readonly paymentId: string; readonly receivedAt: string }
  | ChargeDeclined
  | { readonly outcome: 'requiresAction'; readonly paymentId: string };

/** Which charge to look for when its answer was lost. */
export interface FindChargeRequest {
  readonly customerRef: string;
  readonly invoiceId: string;
  readonly attempt: number;
  readonly idempotencyKey?: string;
}

/** What a cancellation came to: a payment that already ended cannot be cancelled. */
export type CancelResult =
  | { readonly outcome: 'canceled'; readonly paymentId: string }
  | { readonly outcome: 'tooLate'; readonly paymentId: string };

/** The port to whoever moves the money; every implementation passes the same contract tests. */
export interface PaymentGateway {
  /** Charges once per idempotency key. Throws PaymentGatewayUnavailable, IdempotencyConflict or PaymentRequestRefused. */
  charge(request: ChargeRequest): Promise<ChargeResult>;
  /**
   * Reads what became of a charge; undefined means the provider has booked none *so far*.
   * A request still under way can be booked after this answer, so only repeat with the same key.
   */
  find(request: FindChargeRequest): Promise<ChargeResult | undefined>;
  cancel(paymentId: string): Promise<CancelResult>;
}

/** The provider could not be asked or did not answer: the charge may or may not have happened; retry with the same key or `find` it. */
export class PaymentGatewayUnavailable extends Error {
  override readonly name = 'PaymentGatewayUnavailable';
  readonly retryable = true;
}

/** The key was used before for another charge: a fault of ours that no retry can mend. */
export class IdempotencyConflict extends Error {
  override readonly name = 'IdempotencyConflict';
  readonly retryable = false;
}

/** The provider understood the request and refuses it for good (wrong key, unknown payment method, wrong field). */
export class PaymentRequestRefused extends Error {
  override readonly name = 'PaymentRequestRefused';
  readonly retryable = false;
}
