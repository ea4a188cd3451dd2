import { z } from 'zod';
import { CliFailure } from '../failure';
import type { Remote } from '../remote';
import type { Batch } from './batches';
import type { RejectedRow } from './rejects';

/** What the server said to a batch. */
export interface SentBatch {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly RejectedRow[];
}

const answer = z.object({
  results: z.array(
    z.object({
      status: z.enum(['accepted', 'duplicate', 'rejected']),
      message: z.string().optional(),
      field: z.string().optional(),
    }),
  ),
  accepted: z.number(),
  duplicates: z.number(),
});

const PUTS_AT_ONCE = 8;

/** Sends a batch's attributes and then its facts; each rejected fact rejects its row once. */
export async function sendBatch(
  remote: Remote,
  batch: Batch,
  options: { readonly backfill: boolean },
): Promise<SentBatch> {
  const backfill = String(options.backfill);
  const withAttributes = batch.rows.filter((row) => Object.keys(row.facts.attributes).length > 0);
  for (let at = 0; at < withAttributes.length; at += PUTS_AT_ONCE) {
    const some = withAttributes.slice(at, at + PUTS_AT_ONCE);
    await Promise.all(
      some.map(({ facts }) =>
        remote.send('PUT', `/v1/customers/${encodeURIComponent(facts.customer)}?backfill=${backfill}`, {
          attributes: facts.attributes,
        }),
      ),
    );
  }
  const facts = batch.rows.flatMap((row) => row.facts.signals.map((signal) => ({ row, signal })));
  if (facts.length === 0) return { accepted: 0, duplicates: 0, rejected: [] };
  const query = `asOf=occurredAt&backfill=${backfill}`;
  const body = facts.map(({ signal }) => signal);
  const said = answer.parse(await remote.send('POST', `/v1/signals?${query}`, body));
  if (said.results.length !== facts.length) {
    throw new CliFailure(`The server answered ${said.results.length} results to ${facts.length} facts.`);
  }
  const rejected = new Map<number, RejectedRow>();
  facts.forEach(({ row, signal }, at) => {
    const result = said.results[at]!;
    if (result.status !== 'rejected' || rejected.has(row.number)) return;
    const reason = `${signal.name} at ${signal.occurredAt}: ${result.message ?? 'rejected'}`;
    rejected.set(row.number, {
      number: row.number,
      line: row.line,
      cells: row.cells,
      field: result.field ?? signal.name,
      reason,
    });
  });
  return { accepted: said.accepted, duplicates: said.duplicates, rejected: [...rejected.values()] };
}
