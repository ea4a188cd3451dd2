import { dailyRoot } from '../../domain/ledger/daily-root';
import { verifyChain, type LedgerProblem } from '../../domain/ledger/verify';
import type { Transaction } from '../../ports/store/store';
import { listChains, readChainHead, readCommitments, readEntries } from '../../ports/store/tables/ledger';
import { listRoots, readChainEnds } from '../../ports/store/tables/ledger-roots';
import type { Application } from '../application';

const chainsPerTransaction = 200;

/** What an audit found; `chains` and `days` say how much was looked at. */
export interface LedgerAudit {
  readonly ok: boolean;
  readonly chains: number;
  readonly entries: number;
  readonly days: number;
  readonly problems: readonly (LedgerProblem | RootProblem)[];
}

/** A closed day whose chains no longer give the root stored for it. */
export interface RootProblem {
  readonly day: string;
  readonly problem: 'rootBroken';
  readonly message: string;
}

/** Reads every chain (or one customer's) and every closed day, and reports all rows that do not hold. */
export async function verifyLedger(
  app: Pick<Application, 'store'>,
  options: { readonly customerKey?: string } = {},
): Promise<LedgerAudit> {
  const problems: (LedgerProblem | RootProblem)[] = [];
  let chains = 0;
  let entries = 0;
  for await (const key of chainKeys(app, options.customerKey)) {
    const found = await app.store.transaction((tx) => verifyOne(tx, key));
    problems.push(...found.problems);
    chains += 1;
    entries += found.entries;
  }
  const days = options.customerKey ? [] : await app.store.transaction((tx) => verifyDays(tx));
  problems.push(...days.flatMap((day) => day.problems));
  return { ok: problems.length === 0, chains, entries, days: days.length, problems };
}

async function* chainKeys(app: Pick<Application, 'store'>, only?: string): AsyncGenerator<string> {
  if (only !== undefined) {
    yield only;
    return;
  }
  let after = '';
  for (;;) {
    const keys = await app.store.transaction((tx) => listChains(tx, after, chainsPerTransaction));
    yield* keys;
    const last = keys.at(-1);
    if (last === undefined) return;
    after = last;
  }
}

async function verifyOne(
  tx: Transaction,
  customerKey: string,
): Promise<{ problems: LedgerProblem[]; entries: number }> {
  // Shares the row's lock: a chain that grows between two reads would look broken.
  const head = await readChainHead(tx, customerKey, 'shared');
  const entries = await readEntries(tx, customerKey);
  const commitments = await readCommitments(tx, customerKey);
  return { problems: verifyChain({ customerKey, head, entries, commitments }), entries: entries.length };
}

async function verifyDays(tx: Transaction): Promise<{ problems: RootProblem[] }[]> {
  const roots = await listRoots(tx);
  const checked: { problems: RootProblem[] }[] = [];
  for (const { day, root } of roots) {
    const holds = dailyRoot(day, await readChainEnds(tx, day)) === root;
    const message = `the chains that moved on ${day} do not give the root stored for that day`;
    checked.push({ problems: holds ? [] : [{ day, problem: 'rootBroken', message }] });
  }
  return checked;
}
