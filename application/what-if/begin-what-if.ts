import type { CompiledBook } from '../../domain/compiled-book';
import { readActiveHash } from '../../ports/store/tables/books';
import { beatRun, failAbandonedRuns, finishRun, insertRun } from '../../ports/store/tables/what-if-runs';
import type { Application, Refusal } from '../application';
import type { WhatIfEngine } from './engine';

/** A run that goes on in the background. */
export interface BegunWhatIf {
  readonly ok: true;
  readonly id: string;
  readonly candidate: string;
  readonly active: string;
}

const silentMs = 60_000;
const beatMs = 1_000;

/** Begins to compare a candidate with the active book; one at a time, since it keeps a processor busy. */
export async function beginWhatIf(
  app: Application,
  engine: WhatIfEngine,
  ask: { readonly candidate: CompiledBook; readonly by: string },
): Promise<BegunWhatIf | Refusal> {
  const { candidate, by } = ask;
  const at = app.clock.now();
  const id = `whatif_${Buffer.from(app.randomBytes(8)).toString('hex')}`;
  const begun = await app.store.transaction(async (tx): Promise<BegunWhatIf | Refusal> => {
    const active = await readActiveHash(tx);
    if (active === undefined)
      return refusal(
        'noActiveBook',
        'No book is active, so there is nothing to compare with: publish one first.',
      );
    // A demonstration's clock runs faster than its processes.
    const silent = silentMs * app.clockSettings.scale;
    await failAbandonedRuns(tx, new Date(Date.parse(at) - silent).toISOString());
    const inserted = await insertRun(tx, { id, candidate: candidate.hash, active, askedBy: by, at });
    return inserted
      ? { ok: true, id, candidate: candidate.hash, active }
      : refusal('whatIfRuns', 'Another what-if runs: wait for its end, then ask again.');
  });
  if (begun.ok) void work(app, engine, { ...begun, book: candidate });
  return begun;
}

async function work(
  app: Application,
  engine: WhatIfEngine,
  { id, active, book }: BegunWhatIf & { readonly book: CompiledBook },
): Promise<void> {
  let progress = { done: 0, customers: 0 };
  const beat = setInterval(() => {
    const told = app.store.transaction((tx) => beatRun(tx, id, { at: app.clock.now(), ...progress }));
    told.catch((error: unknown) =>
      app.log.warn({ id, error: String(error) }, 'a what-if could not say how far it is'),
    );
  }, beatMs);
  try {
    const report = await engine.run({ candidate: book, active }, (now) => {
      progress = now;
    });
    clearInterval(beat);
    await app.store.transaction(async (tx) => {
      await beatRun(tx, id, { at: app.clock.now(), ...progress });
      await finishRun(tx, id, { report });
    });
  } catch (error) {
    clearInterval(beat);
    await recordFailure(app, id, error);
  }
}

async function recordFailure(app: Application, id: string, error: unknown): Promise<void> {
  const failure = error instanceof Error ? error.message : String(error);
  app.log.error({ id, error: failure }, 'a what-if failed');
  try {
    await app.store.transaction((tx) => finishRun(tx, id, { failure }));
  } catch (second) {
    // The store is gone with the process: whoever asks next finds the run silent and gives it up.
    app.log.warn({ id, error: String(second) }, 'the failure of a what-if could not be stored');
  }
}

function refusal(code: string, message: string): Refusal {
  return { ok: false, code, message };
}
