import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../application/application';

const firstPauseMs = 500;
const longestPauseMs = 5_000;

/** A part of the deployment that a process cannot begin without. */
export interface Awaited {
  /** As operators call it, e.g. `PostgreSQL at db:5432`; without secrets. */
  readonly name: string;
  /** The setting that says where it is. */
  readonly setting: string;
  readonly patienceMs: number;
  readonly log: Log;
  /** Whether the part may just not be up yet; anything else is thrown at once. */
  readonly mayComeUp: (error: unknown) => boolean;
}

/** Thrown when a part did not come up in time; its message is the sentence for the operator. */
export class PartMissing extends Error {
  override readonly name = 'PartMissing';
}

/** Connects, again and again while the part may be coming up: the order in which a deployment's parts start does not matter. */
export async function waitFor<T>(part: Awaited, connect: () => Promise<T>): Promise<T> {
  const until = Date.now() + part.patienceMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await connect();
    } catch (error) {
      if (!part.mayComeUp(error)) throw error;
      const left = until - Date.now();
      if (left <= 0) throw missing(part, error);
      part.log.warn(
        { part: part.name, because: reason(error), givesUpInS: Math.ceil(left / 1_000) },
        `waiting for ${part.name}`,
      );
      await sleep(Math.min(pauseMs, left));
    }
  }
}

function missing({ name, patienceMs, setting }: Awaited, error: unknown): PartMissing {
  const seconds = Math.round(patienceMs / 1_000);
  return new PartMissing(
    `${name} did not answer within ${seconds} s (${reason(error)}): start it, or correct ${setting}.`,
    { cause: error },
  );
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code ?? error.message;
}
