import { errorCode } from './error-code';

// Serialization failure and deadlock: the transaction left nothing behind and may simply run again.
const conflicts = new Set(['40001', '40P01']);
const mostAttempts = 8;

/** Runs a transaction again when the database chose it as the victim of a conflict. */
export async function retryConflicts<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt === mostAttempts || !conflicts.has(errorCode(error))) throw error;
      // Spread out, or the same two would meet again.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt));
    }
  }
}
