import type { Batch } from './batches';
import type { SentBatch } from './send-batch';

/** What the pipeline does with batches. */
export interface PipelineSteps {
  readonly send: (batch: Batch) => Promise<SentBatch>;
  /** Called in the file's order once all batches before it are through. */
  readonly commit: (batch: Batch, sent: SentBatch) => Promise<void>;
  /** Asked before each batch: true = send no more. */
  readonly halted: () => boolean;
  readonly concurrency: number;
}

interface Flight {
  readonly customers: ReadonlySet<string>;
  /** Settles when this batch and all before it are committed or given up; never rejects. */
  landed: Promise<void>;
}

/**
 * Sends several batches at once and commits them in order. A batch waits for those under way that hold one of its
 * customers, so that every customer's facts arrive in the file's order. Ends with the first failure, after all have landed.
 */
export async function runPipeline(batches: AsyncIterable<Batch>, steps: PipelineSteps): Promise<void> {
  const flights: Flight[] = [];
  let failure: { readonly error: unknown } | undefined;
  let tail = Promise.resolve();
  const launch = (batch: Batch): void => {
    const sent = steps.send(batch);
    // Awaited below, once the batches before it are through; until then a failure waits there.
    sent.catch(() => undefined);
    const before = tail;
    const flight: Flight = { customers: customersOf(batch), landed: before };
    flight.landed = tail = land(before, async () => {
      const answer = await sent;
      // A batch behind a failed one is not committed: the next run sends it again.
      if (!failure) await steps.commit(batch, answer);
    })
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .then(() => {
        flights.splice(flights.indexOf(flight), 1);
      });
    flights.push(flight);
  };
  for await (const batch of batches) {
    const customers = customersOf(batch);
    const shared = flights.findLast((flight) => sharesOne(flight.customers, customers));
    if (shared) await shared.landed;
    while (flights.length >= steps.concurrency) await flights[0]!.landed;
    if (failure || steps.halted()) break;
    launch(batch);
  }
  await tail;
  if (failure) throw failure.error;
}

async function land(before: Promise<void>, finish: () => Promise<void>): Promise<void> {
  await before;
  await finish();
}

function customersOf(batch: Batch): ReadonlySet<string> {
  return new Set(batch.rows.map((row) => row.facts.customer));
}

function sharesOne(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const one of some) if (others.has(one)) return true;
  return false;
}
