import { chainHash, commitmentOf, genesisHash, type LedgerEntry } from './entry';

/** What is wrong with a chain, and at which row. */
export interface LedgerProblem {
  readonly customerKey: string;
  readonly position: number;
  readonly problem: 'tampered' | 'missing' | 'reordered' | 'truncated' | 'unreadable' | 'commitmentBroken';
  readonly message: string;
}

/** One customer's chain as stored. */
export interface LedgerChain {
  readonly customerKey: string;
  /** The end of the chain as the customer row remembers it. */
  readonly head: { readonly position: number; readonly hash: string };
  /** In the order of their stored positions. */
  readonly entries: readonly LedgerEntry[];
  /** Personal values that were not erased. */
  readonly commitments: readonly PersonalValue[];
}

/** A personal value kept apart from its row. */
export interface PersonalValue {
  readonly position: number;
  readonly field: string;
  readonly salt: string;
  readonly value: string;
}

interface SealedText {
  readonly customerKey?: unknown;
  readonly position?: unknown;
  readonly kind?: unknown;
  readonly at?: unknown;
  readonly personal?: Readonly<Record<string, unknown>>;
}

/** Every tampered, missing or reordered row of one chain; an empty list means the chain holds. */
export function verifyChain(chain: LedgerChain): LedgerProblem[] {
  const problems: LedgerProblem[] = [];
  let previous = { position: 0, hash: genesisHash };
  for (const entry of chain.entries) {
    problems.push(...gapBefore(entry, previous.position), ...faultsOf(entry, previous.hash, chain));
    previous = entry;
  }
  if (previous.position < chain.head.position) {
    const lost = chain.head.position - previous.position;
    problems.push(
      problem(chain.customerKey, previous.position + 1, 'truncated', `the last ${lost} rows are gone`),
    );
  } else if (previous.position !== chain.head.position || previous.hash !== chain.head.hash) {
    problems.push(
      problem(
        chain.customerKey,
        previous.position,
        'tampered',
        'the chain does not end where the customer row says',
      ),
    );
  }
  return problems;
}

function gapBefore(entry: LedgerEntry, previousPosition: number): LedgerProblem[] {
  const expected = previousPosition + 1;
  if (entry.position <= expected) return [];
  const rows =
    entry.position === expected + 1 ? `row ${expected} is` : `rows ${expected} to ${entry.position - 1} are`;
  return [problem(entry.customerKey, expected, 'missing', `${rows} gone`)];
}

function faultsOf(entry: LedgerEntry, previousHash: string, chain: LedgerChain): LedgerProblem[] {
  const say = (kind: LedgerProblem['problem'], message: string) => [
    problem(chain.customerKey, entry.position, kind, message),
  ];
  const sealed = parse(entry.text);
  if (!sealed) return say('unreadable', 'the text is not JSON');
  if (sealed.customerKey !== chain.customerKey) return say('tampered', 'the row belongs to another customer');
  if (sealed.position !== entry.position) {
    return say('reordered', `the row was sealed as row ${String(sealed.position)}`);
  }
  if (chainHash(previousHash, entry.text) !== entry.hash)
    return say('tampered', 'the hash does not follow from the row before and the text');
  if (sealed.kind !== entry.kind || sealed.at !== entry.at)
    return say('tampered', 'kind or time differ from what was sealed');
  return brokenCommitments(entry, sealed, chain.commitments);
}

function brokenCommitments(
  entry: LedgerEntry,
  sealed: SealedText,
  commitments: readonly PersonalValue[],
): LedgerProblem[] {
  return commitments
    .filter((kept) => kept.position === entry.position)
    .filter((kept) => sealed.personal?.[kept.field] !== commitmentOf(kept.salt, kept.value))
    .map((kept) =>
      problem(
        entry.customerKey,
        entry.position,
        'commitmentBroken',
        `the value kept for "${kept.field}" is not the one sealed`,
      ),
    );
}

function parse(text: string): SealedText | undefined {
  try {
    return JSON.parse(text) as SealedText;
  } catch {
    // Not an accident to hide: the caller reports the row as unreadable.
    return undefined;
  }
}

function problem(
  customerKey: string,
  position: number,
  kind: LedgerProblem['problem'],
  message: string,
): LedgerProblem {
  return { customerKey, position, problem: kind, message };
}
