import type { Transaction } from '../store';

/** A yes or no for one channel and class of message. */
export interface Consent {
  readonly channel: string;
  readonly class: string;
  readonly granted: boolean;
  readonly source: string;
}

/** Writes what was said last about each channel and class. */
export async function upsertConsents(
  tx: Transaction,
  key: string,
  consents: readonly Consent[],
  at: string,
): Promise<void> {
  if (consents.length === 0) return;
  await tx.query(
    `INSERT INTO consents (customer_key, channel, class, granted, source, at)
     SELECT $1, channel, class, granted, source, $3
     FROM jsonb_to_recordset($2::jsonb) AS c(channel text, class text, granted boolean, source text)
     ON CONFLICT (customer_key, channel, class)
     DO UPDATE SET granted = excluded.granted, source = excluded.source, at = excluded.at`,
    [key, JSON.stringify(consents), at],
  );
}
