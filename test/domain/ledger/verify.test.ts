import { commitmentOf, genesisHash, sealEntry, type LedgerEntry } from '../../../domain/ledger/entry';
import { verifyChain, type LedgerChain } from '../../../domain/ledger/verify';

const customerKey = '0123456789ab';
const salt = '00'.repeat(16);

function chainOf(length: number): LedgerChain & { entries: LedgerEntry[] } {
  const entries: LedgerEntry[] = [];
  for (let position = 1; position <= length; position += 1) {
    const previous = entries.at(-1)?.hash ?? genesisHash;
    const at = new Date(Date.UTC(2026, 0, position)).toISOString();
    const personal: Record<string, string> =
      position === 2 ? { recipient: commitmentOf(salt, 'ann@example.org') } : {};
    entries.push(
      sealEntry(previous, { customerKey, position, kind: 'verdict', at, content: { n: position }, personal }),
    );
  }
  const last = entries.at(-1)!;
  const commitments = [{ position: 2, field: 'recipient', salt, value: 'ann@example.org' }];
  return { customerKey, head: { position: last.position, hash: last.hash }, entries, commitments };
}

const problemsOf = (chain: LedgerChain) =>
  verifyChain(chain).map(({ position, problem }) => `${position} ${problem}`);

describe('a ledger chain', () => {
  it('holds as it was written', () => {
    expect(verifyChain(chainOf(5))).toEqual([]);
  });

  it('gives the same text and hash for the same content in another key order', () => {
    const draft = {
      customerKey,
      position: 1,
      kind: 'verdict',
      at: '2026-01-01T00:00:00.000Z',
      personal: {},
    } as const;
    const one = sealEntry(genesisHash, { ...draft, content: { a: 1, b: [2] } });
    expect(sealEntry(genesisHash, { ...draft, content: { b: [2], a: 1 } })).toEqual(one);
  });

  it('shows a row whose text was changed', () => {
    const chain = chainOf(5);
    chain.entries[2] = { ...chain.entries[2]!, text: chain.entries[2]!.text.replace('"n":3', '"n":4') };
    expect(problemsOf(chain)).toContain('3 tampered');
  });

  it('shows a row whose text and hash were changed together, at the row after it', () => {
    const chain = chainOf(5);
    const draft = {
      customerKey,
      position: 3,
      kind: 'verdict',
      at: chain.entries[2]!.at,
      personal: {},
    } as const;
    chain.entries[2] = sealEntry(chain.entries[1]!.hash, { ...draft, content: { n: 99 } });
    expect(problemsOf(chain)).toEqual(['4 tampered']);
  });

  it('shows a rewritten end by the head the customer row remembers', () => {
    const chain = chainOf(5);
    const draft = {
      customerKey,
      position: 5,
      kind: 'verdict',
      at: chain.entries[4]!.at,
      personal: {},
    } as const;
    chain.entries[4] = sealEntry(chain.entries[3]!.hash, { ...draft, content: { n: 99 } });
    expect(problemsOf(chain)).toEqual(['5 tampered']);
  });

  it.each(['kind', 'at'] as const)('shows a row whose %s column no longer says what was sealed', (column) => {
    const chain = chainOf(3);
    const other = column === 'kind' ? { kind: 'receipt' as const } : { at: '2020-01-01T00:00:00.000Z' };
    chain.entries[1] = { ...chain.entries[1]!, ...other };
    expect(problemsOf(chain)).toEqual(['2 tampered']);
  });

  it('shows rows that are missing in the middle, and which', () => {
    const chain = chainOf(6);
    chain.entries.splice(2, 2);
    const [problem] = verifyChain(chain);
    expect(problem).toMatchObject({ position: 3, problem: 'missing', message: 'rows 3 to 4 are gone' });
  });

  it('shows that the last rows are missing', () => {
    const chain = chainOf(6);
    chain.entries.splice(4);
    expect(problemsOf(chain)).toEqual(['5 truncated']);
  });

  it('shows an emptied chain', () => {
    expect(problemsOf({ ...chainOf(3), entries: [] })).toEqual(['1 truncated']);
  });

  it('shows rows that changed places', () => {
    const chain = chainOf(5);
    const [second, third] = [chain.entries[1]!, chain.entries[2]!];
    chain.entries[1] = { ...third, position: 2 };
    chain.entries[2] = { ...second, position: 3 };
    expect(problemsOf(chain)).toEqual(expect.arrayContaining(['2 reordered', '3 reordered']));
  });

  it("shows another customer's row", () => {
    const chain = chainOf(3);
    const foreign = sealEntry(chain.entries[0]!.hash, {
      customerKey: 'zzzzzzzzzzzz',
      position: 2,
      kind: 'verdict',
      at: chain.entries[1]!.at,
      content: {},
      personal: {},
    });
    chain.entries[1] = { ...foreign, customerKey };
    expect(problemsOf(chain)).toContain('2 tampered');
  });

  it('shows text that is no JSON', () => {
    const chain = chainOf(3);
    chain.entries[1] = { ...chain.entries[1]!, text: 'gone' };
    expect(problemsOf(chain)).toContain('2 unreadable');
  });

  it('shows a personal value that is not the one sealed', () => {
    const chain = chainOf(3);
    const forged = chain.commitments.map((kept) => ({ ...kept, value: 'bob@example.org' }));
    expect(problemsOf({ ...chain, commitments: forged })).toEqual(['2 commitmentBroken']);
  });

  it('still holds after the personal values were erased', () => {
    expect(verifyChain({ ...chainOf(3), commitments: [] })).toEqual([]);
  });
});
