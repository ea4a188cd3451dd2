import type { BounceKind } from './bounce-rules';

/** The receiving side refuses this message for good; `suppress` says that the address must not be written to again. */
export class ChannelRejected extends Error {
  override readonly name = 'ChannelRejected';
  readonly retryable = false;
  readonly statusCode: string;
  readonly bounce: BounceKind;
  readonly suppress: boolean;

  constructor(message: string, rejection: { statusCode: string; bounce: BounceKind }) {
    super(message);
    this.statusCode = rejection.statusCode;
    this.bounce = rejection.bounce;
    this.suppress = rejection.bounce === 'hard';
  }
}

/** The message was certainly not accepted, and a later try may succeed. */
export class ChannelUnavailable extends Error {
  override readonly name = 'ChannelUnavailable';
  readonly retryable = true;
}

/** The connection was lost once the message's data had begun to go out: nobody can know whether it was accepted, so it is not sent again. */
export class DeliveryInDoubt extends Error {
  override readonly name = 'DeliveryInDoubt';
  readonly retryable = false;
}
