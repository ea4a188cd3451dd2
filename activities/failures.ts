import { ApplicationFailure } from '@temporalio/common';

// Faults that repeating cannot mend; all else (a store or a provider that is down) is worth another try.
const forGood = new Set([
  'TemplateFault',
  'NotCanonical',
  'IdempotencyConflict',
  'PaymentRequestRefused',
  'ChannelRejected',
  'RangeError',
]);

/** Puts an error into Temporal's words: a PascalCase type and whether another try may help, decided here alone. */
export function toFailure(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  const cause = error instanceof Error ? error : new Error(String(error));
  const type = cause.name === 'Error' ? 'UnexpectedFailure' : cause.name;
  return ApplicationFailure.create({ type, message: cause.message, cause, nonRetryable: forGood.has(type) });
}

/** The same activities, with every error translated. */
export function withFailures<T extends object>(activities: T): T {
  const wrapped = Object.entries(activities).map(([name, run]) => [name, guarded(run as Activity)] as const);
  return Object.fromEntries(wrapped) as T;
}

type Activity = (command: unknown) => Promise<unknown>;

function guarded(run: Activity): Activity {
  return async (command) => {
    try {
      return await run(command);
    } catch (error) {
      throw toFailure(error);
    }
  };
}
