import { bytesToHex } from '@noble/hashes/utils.js';
import { commitmentOf, sealEntry, type LedgerEntry, type LedgerKind } from '../../domain/ledger/entry';
import type { Transaction } from '../../ports/store/store';
import {
  insertCommitment,
  insertEntries,
  readChainHead,
  type CommitmentRow,
} from '../../ports/store/tables/ledger';
import type { Application } from '../application';

const saltBytes = 16;

/** What happened; `personal` values are kept apart, so that erasing them leaves the chain valid. */
export interface LedgerFact {
  readonly kind: LedgerKind;
  /** Plain JSON without personal data. */
  readonly content: object;
  readonly personal?: Readonly<Record<string, string>>;
}

/** Appends one row to the customer's chain and gives its position. The customer row must be locked by `tx`. */
export async function appendLedger(
  tx: Transaction,
  app: Pick<Application, 'clock' | 'randomBytes'>,
  customerKey: string,
  fact: LedgerFact,
): Promise<number> {
  return appendLedgerEntries(tx, app, customerKey, [fact]);
}

/** Appends rows in order, in one statement, and gives the position of the last (the present one if there are none). */
export async function appendLedgerEntries(
  tx: Transaction,
  app: Pick<Application, 'clock' | 'randomBytes'>,
  customerKey: string,
  facts: readonly LedgerFact[],
): Promise<number> {
  const head = await readChainHead(tx, customerKey);
  const at = app.clock.now();
  const commitments: CommitmentRow[] = [];
  const entries: LedgerEntry[] = [];
  for (const fact of facts) {
    const position = head.position + entries.length + 1;
    const own = commit(app, customerKey, position, fact.personal ?? {});
    commitments.push(...own.rows);
    const previous = entries.at(-1)?.hash ?? head.hash;
    entries.push(
      sealEntry(previous, {
        customerKey,
        position,
        kind: fact.kind,
        at,
        content: plain(fact.content),
        personal: own.sealed,
      }),
    );
  }
  await insertEntries(tx, customerKey, head.position, entries);
  for (const commitment of commitments) await insertCommitment(tx, commitment);
  return head.position + entries.length;
}

// Optional fields that are undefined have no canonical form; JSON drops them.
function plain(content: object): object {
  return JSON.parse(JSON.stringify(content)) as object;
}

function commit(
  app: Pick<Application, 'randomBytes'>,
  customerKey: string,
  position: number,
  personal: Readonly<Record<string, string>>,
): { rows: CommitmentRow[]; sealed: Record<string, string> } {
  const rows = Object.entries(personal).map(([field, value]) => ({
    customerKey,
    position,
    field,
    value,
    salt: bytesToHex(app.randomBytes(saltBytes)),
  }));
  return {
    rows,
    sealed: Object.fromEntries(rows.map((row) => [row.field, commitmentOf(row.salt, row.value)])),
  };
}
