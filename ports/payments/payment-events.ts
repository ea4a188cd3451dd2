/** What a verified webhook says; dedupe on `eventId`, since providers deliver out of order and more than once. */
export interface PaymentEvent {
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly subject: PaymentEventSubject;
}

/** The part of an event Tideline acts on; what it does not know is kept as `other`, never refused. */
export type PaymentEventSubject =
  | (PaymentOfEvent & { readonly kind: 'succeeded' | 'canceled' | 'requiresAction' })
  | (PaymentOfEvent & { readonly kind: 'failed'; readonly declineCode: string })
  | { readonly kind: 'cardUpdated'; readonly customerRef: string; readonly paymentMethodRef: string }
  | { readonly kind: 'other' };

/** The payment an event is about; invoice, attempt and key are there when the charge was ours. */
export interface PaymentOfEvent {
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly customerRef?: string;
  readonly invoiceId?: string;
  readonly attempt?: number;
  readonly chargeKey?: string;
}

/** Turns a webhook's exact bytes into an event, or throws WebhookSignatureInvalid. */
export interface PaymentWebhookVerifier {
  verifyWebhook(rawBody: string | Buffer, signatureHeader: string): PaymentEvent;
}

/** The webhook was not signed by the provider within the tolerance, so nothing in it may be believed. */
export class WebhookSignatureInvalid extends Error {
  override readonly name = 'WebhookSignatureInvalid';
  readonly retryable = false;
}
