import { parse, type PGlite, protocol } from '@electric-sql/pglite';
import type { Transaction } from './store';

interface Prepared {
  readonly name: string;
  /** Object identifiers of the parameters' types. */
  readonly parameterTypes: readonly number[];
}

/** Runs statements inside the open transaction of an embedded database; each text is parsed and planned once. */
export function preparedStatements(database: PGlite): Transaction['query'] {
  const known = new Map<string, Prepared>();
  const prepare = async (sql: string): Promise<Prepared> => {
    const name = `q${known.size + 1}`;
    const { serialize } = protocol;
    const described = await send(database, [
      serialize.parse({ name, text: sql }),
      serialize.describe({ type: 'S', name }),
      serialize.sync(),
    ]);
    const prepared = { name, parameterTypes: parse.parseDescribeStatementResults(described) };
    known.set(sql, prepared);
    return prepared;
  };
  return <R extends object>(sql: string, parameters: readonly unknown[] = []): Promise<R[]> =>
    database.runExclusive(async () => {
      const { name, parameterTypes } = known.get(sql) ?? (await prepare(sql));
      const values = parameters.map((parameter, n) => textOf(database, parameter, parameterTypes[n]));
      const { serialize } = protocol;
      // In one message: each costs a walk into the database and out again.
      const answer = await send(database, [
        serialize.bind({ statement: name, values }),
        serialize.describe({ type: 'P' }),
        serialize.execute({}),
        serialize.sync(),
      ]);
      return (parse.parseResults(answer, database.parsers)[0]?.rows ?? []) as R[];
    });
}

function textOf(database: PGlite, parameter: unknown, type = 0): string | null {
  if (parameter === null || parameter === undefined) return null;
  const serializer = database.serializers[type];
  if (serializer) return serializer(parameter);
  return typeof parameter === 'string' ? parameter : JSON.stringify(parameter);
}

function send(database: PGlite, messages: readonly Uint8Array[]) {
  return database.execProtocolStream(Buffer.concat(messages), { syncToFs: false });
}
