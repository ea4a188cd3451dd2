import type { DeclineDetail } from './cards';

/** A PaymentIntent as the books hold it; `timesMoved` counts real movements of money and must never pass 1. */
export interface IntentRecord {
  readonly id: string;
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly paymentMethod: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly idempotencyKey: string | null;
  readonly status: 'succeeded' | 'requires_payment_method' | 'requires_action' | 'canceled';
  readonly chargeId: string | null;
  readonly lastPaymentError: DeclineDetail | null;
  readonly canceledAt: number | null;
  readonly timesMoved: number;
}

/** A customer: the card in use, and what the next attempts shall come to, whatever the card. */
export interface CustomerRecord {
  readonly id: string;
  readonly created: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly card: string;
  readonly script: readonly ScriptedAttempt[];
}

/** One scripted attempt: 'succeed', 'requires_action', or a decline. */
export type ScriptedAttempt = 'succeed' | 'requires_action' | DeclineDetail;

/** A payment method: which of the test cards it stands for and whose it is. */
export interface PaymentMethodRecord {
  readonly id: string;
  readonly created: number;
  readonly card: string;
  readonly customer: string | null;
}

/** The stored answer of an idempotency key, replayed word for word. */
export interface AnswerRecord {
  readonly key: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly body: object;
}

/** A webhook to deliver until the receiver says 2xx. */
export interface WebhookRecord {
  readonly id: string;
  readonly created: number;
  readonly type: string;
  readonly object: object;
  readonly copies: number;
}

/** How the sandbox shall misbehave; all off by default. */
export interface FaultsRecord {
  /** This many next payment answers are lost after their effect is booked. */
  readonly loseAnswers: number;
  /** And beyond those, each answer is lost with this probability, drawn from the seed. */
  readonly loseProbability: number;
  readonly seed: number;
  /** Wait before booking: a request that outlives its client's patience. */
  readonly delayBeforeMs: number;
  /** Wait between booking and answering. */
  readonly delayAfterMs: number;
  /** This many next webhooks are sent twice. */
  readonly duplicateWebhooks: number;
}

/** The faults of a sandbox that behaves. */
export const NO_FAULTS: FaultsRecord = {
  loseAnswers: 0,
  loseProbability: 0,
  seed: 1,
  delayBeforeMs: 0,
  delayAfterMs: 0,
  duplicateWebhooks: 0,
};
