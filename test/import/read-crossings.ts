import type { ImportServer } from './import-server';
import type { IndependentCount } from './run-independent-count';

interface Crossing {
  readonly customer: string;
  readonly direction: 'entered' | 'exited';
  readonly occurredAt: string;
  readonly sequence: number;
}

/** Reads all stored crossings over HTTP and counts them as the independent script does. */
export async function readCrossings(server: ImportServer): Promise<IndependentCount> {
  const moves = new Map<string, Crossing[]>();
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const answer = await server.call('GET', `/v1/crossings?segment=month-late&limit=1000${query}`);
    if (answer.status !== 200) throw new Error(answer.text);
    for (const crossing of answer.body['crossings'] as Crossing[]) {
      const id = crossing.customer.replace(/^card-/, '');
      moves.set(id, [...(moves.get(id) ?? []), crossing]);
    }
    cursor = answer.body['next'] as string | null;
  }
  return counted(moves);
}

function counted(moves: ReadonlyMap<string, readonly Crossing[]>): IndependentCount {
  const inFirstMonth = ({ occurredAt }: Crossing): boolean => occurredAt.startsWith('2005-04');
  const all = [...moves.values()].flat();
  const later = all.filter((crossing) => !inFirstMonth(crossing));
  const of = (direction: Crossing['direction']): number =>
    later.filter((crossing) => crossing.direction === direction).length;
  const perCustomer = Object.fromEntries(
    [...moves].map(([id, own]) => [
      id,
      [...own]
        .sort((a, b) => a.sequence - b.sequence)
        .map((one) => one.direction)
        .join(' '),
    ]),
  );
  return {
    first: all.filter(inFirstMonth).length,
    entries: of('entered'),
    exits: of('exited'),
    crossings: later.length,
    twice: [...moves.values()].filter((own) => own.filter((one) => !inFirstMonth(one)).length >= 2).length,
    perCustomer,
  };
}
