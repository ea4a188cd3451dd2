import { bounceKindOf, type BounceRules } from './bounce-rules';
import { ChannelRejected, ChannelUnavailable, DeliveryInDoubt } from './channel-failures';
import { withoutAddresses } from './without-addresses';

/** What was known when the SMTP dialogue failed. */
interface SmtpFailureContext {
  readonly dataBegun: boolean;
  readonly requestKey: string;
  readonly rules: BounceRules;
}

/**
 * Puts a failed dialogue into the channel's three words: rejected, unavailable, in doubt.
 * The original error is not kept as the cause: servers quote the recipient, and failures are shown in histories and logs.
 */
export function classifySmtpFailure(error: unknown, context: SmtpFailureContext): Error {
  const failure = readFailure(error);
  const what = `Mail ${context.requestKey}`;
  if (failure.reply !== undefined) return fromReply(failure.reply, failure, what, context.rules);
  if (failure.code === 'EMESSAGE') {
    return new ChannelRejected(`${what} is larger than the server takes.`, {
      statusCode: '5.3.4',
      bounce: 'ours',
    });
  }
  if (context.dataBegun) {
    return new DeliveryInDoubt(
      `${what}: the connection was lost (${failure.message}) after its data went out; it may have been accepted.`,
    );
  }
  return new ChannelUnavailable(`${what} was not accepted: ${failure.message}`);
}

interface SmtpFailure {
  readonly message: string;
  readonly code: string | undefined;
  /** The server's own "no": a reply of 400 or more. */
  readonly reply: { readonly code: number; readonly text: string } | undefined;
}

function fromReply(
  reply: { code: number; text: string },
  failure: SmtpFailure,
  what: string,
  rules: BounceRules,
): Error {
  if (reply.code < 500) return new ChannelUnavailable(`${what} was put off: ${reply.text}`);
  // Refused credentials say nothing about the recipient, whatever code they come with.
  if (failure.code === 'EAUTH') {
    return new ChannelRejected(`${what}: the server refuses our login; check the SMTP user and password.`, {
      statusCode: '5.7.8',
      bounce: 'ours',
    });
  }
  const statusCode = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(reply.text)?.[0] ?? '5.0.0';
  return new ChannelRejected(`${what} was refused: ${reply.text}`, {
    statusCode,
    bounce: bounceKindOf(statusCode, rules),
  });
}

function readFailure(error: unknown): SmtpFailure {
  if (!(error instanceof Error))
    return { message: withoutAddresses(String(error)), code: undefined, reply: undefined };
  const { code, response, responseCode } = error as Error & {
    code?: string;
    response?: string;
    responseCode?: number;
  };
  const refused = responseCode !== undefined && responseCode >= 400;
  return {
    message: withoutAddresses(error.message),
    code,
    reply: refused ? { code: responseCode, text: withoutAddresses(response ?? error.message) } : undefined,
  };
}
