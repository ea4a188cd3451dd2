import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import { runCli } from '../../cli/run';
import { exitCodes } from '../../cli/failure';

// Whole imports run in each test.
jest.setTimeout(120_000);

interface Fact {
  readonly id: string;
  readonly customer: string;
  readonly occurredAt: string;
}

/** A server that answers as the real one does, and can be told to fail. */
interface Stub {
  readonly url: string;
  /** Batches in the order their answers were given. */
  readonly answered: Fact[][];
  tripped: boolean;
  /** Rejects the facts this says yes to. */
  reject: (fact: Fact) => boolean;
  /** Called before each answer; may wait or throw to break the connection. */
  before: (batch: Fact[]) => Promise<void>;
  close(): Promise<void>;
}

async function startStub(): Promise<Stub> {
  const answered: Fact[][] = [];
  const server: Server = createServer((request, response) => {
    void (async () => {
      if (request.url?.startsWith('/v1/storm-breaker')) {
        response.end(JSON.stringify({ tripped: stub.tripped, reason: 'too many' }));
        return;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const batch = JSON.parse(Buffer.concat(chunks).toString()) as Fact[];
      try {
        await stub.before(batch);
      } catch {
        request.socket.destroy();
        return;
      }
      answered.push(batch);
      const results = batch.map((fact) => ({
        status: stub.reject(fact) ? 'rejected' : 'accepted',
        ...(stub.reject(fact) ? { message: 'not wanted', field: 'value' } : {}),
      }));
      const rejected = results.filter((one) => one.status === 'rejected').length;
      response.end(JSON.stringify({ results, accepted: batch.length - rejected, duplicates: 0, rejected }));
    })();
  });
  // A pause of a busy machine must not look like a server that hangs up.
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stub: Stub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answered,
    tripped: false,
    reject: () => false,
    before: async () => undefined,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return stub;
}

const mapping = `
mapping: readings
customer: { column: who }
signals: [{ name: reading, type: number, column: value, occurredAt: { column: at } }]
`;
const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}`;

describe('tideline import', () => {
  let stub: Stub;
  let folder: string;
  let notes: string[];
  let results: string[];

  beforeEach(async () => {
    stub = await startStub();
    folder = mkdtempSync(path.join(tmpdir(), 'tideline-import-'));
    writeFileSync(path.join(folder, 'map.yaml'), mapping);
  });
  afterEach(() => stub.close());

  const table = (lines: readonly string[]): void =>
    writeFileSync(path.join(folder, 'table.csv'), ['who,value,at', ...lines, ''].join('\n'));
  const run = (...flags: string[]): Promise<number> => {
    notes = [];
    results = [];
    return runCli(
      ['import', 'table.csv', '--mapping', 'map.yaml', '--url', stub.url, '--token', 't', ...flags],
      {
        environment: {},
        folder,
        out: (line) => results.push(line),
        note: (line) => notes.push(line),
      },
    );
  };
  const received = (): Fact[] => stub.answered.flat();
  const rejects = (): string => readFileSync(path.join(folder, 'table.csv.rejects.csv'), 'utf8');

  it('sends every row once, in batches of the size asked for', async () => {
    table(Array.from({ length: 25 }, (_, n) => `c${n},1,${day(1)}`));
    expect(await run('--batch-size', '10')).toBe(exitCodes.done);
    expect(stub.answered.map((batch) => batch.length).sort()).toEqual([10, 10, 5].sort());
    expect(new Set(received().map((fact) => fact.id)).size).toBe(25);
    expect(results.join()).toContain('25 rows: 25 facts accepted');
  });

  it('keeps each customer in the file’s order although requests run side by side', async () => {
    table(Array.from({ length: 28 }, (_, n) => [`a,${n},${day(n + 1)}`, `b${n},${n},${day(n + 1)}`]).flat());
    // The earlier batch is answered later, unless the import waits for it.
    let slow = 40;
    stub.before = () => new Promise((resolve) => setTimeout(resolve, (slow = Math.max(0, slow - 5))));
    expect(await run('--batch-size', '2', '--concurrency', '4')).toBe(exitCodes.done);
    const days = received()
      .filter((fact) => fact.customer === 'a')
      .map((fact) => fact.occurredAt);
    expect(days).toHaveLength(28);
    expect(days).toEqual([...days].sort());
  });

  it('runs requests side by side when no customer is in two of them', async () => {
    table(Array.from({ length: 12 }, (_, n) => `c${n},1,${day(1)}`));
    let open = 0;
    let most = 0;
    stub.before = async () => {
      most = Math.max(most, (open += 1));
      // Answers once three are there, or gives up: then they never were.
      for (let tries = 0; most < 3 && tries < 200; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      open -= 1;
    };
    await run('--batch-size', '2', '--concurrency', '3');
    expect(most).toBe(3);
  });

  it('goes on behind the last row the server has when it was cut off', async () => {
    table(Array.from({ length: 30 }, (_, n) => `c${n},1,${day(1)}`));
    let batches = 0;
    stub.before = async () => {
      if ((batches += 1) > 2) throw new Error('cut');
    };
    expect(await run('--batch-size', '5', '--concurrency', '1')).toBe(exitCodes.failed);
    expect(notes.join()).toContain('No server answers');
    expect(received()).toHaveLength(10);
    stub.before = async () => undefined;
    expect(await run('--batch-size', '5', '--concurrency', '1')).toBe(exitCodes.done);
    expect(notes.join()).toContain('Going on after row 10.');
    expect(received().map((fact) => fact.customer)).toEqual(Array.from({ length: 30 }, (_, n) => `c${n}`));
  });

  it('goes on when a connection breaks once, as a kept one does that the server closes', async () => {
    table(Array.from({ length: 12 }, (_, n) => `c${n},1,${day(1)}`));
    let batches = 0;
    stub.before = async () => {
      if ((batches += 1) === 2) throw new Error('cut');
    };
    expect(await run('--batch-size', '5', '--concurrency', '1')).toBe(exitCodes.done);
    expect(received().map((fact) => fact.customer)).toEqual(Array.from({ length: 12 }, (_, n) => `c${n}`));
  });

  it('sends nothing again when it is through, unless told to', async () => {
    table([`a,1,${day(1)}`]);
    await run();
    expect(await run()).toBe(exitCodes.done);
    expect(results.join()).toContain('Imported before');
    expect(received()).toHaveLength(1);
    await run('--restart');
    expect(received()).toHaveLength(2);
  });

  it('puts rows it cannot take into the rejects file with the reason, and takes the others', async () => {
    table([`a,1,${day(1)}`, `b,many,${day(1)}`, 'c,1', `d,4,${day(1)}`, `,5,${day(1)}`]);
    stub.reject = (fact) => fact.customer === 'd';
    expect(await run()).toBe(exitCodes.rejects);
    expect(rejects().trim().split('\n')).toEqual([
      'line,field,reason,who,value,at',
      `3,value,"""many"" is not a number",b,many,${day(1)}`,
      '4,,has 2 cells where the heading has 3,c,1',
      `5,value,reading at ${day(1)}T00:00:00.000Z: not wanted,d,4,${day(1)}`,
      `6,who,the customer id is empty,,5,${day(1)}`,
    ]);
  });

  it('counts lines as an editor does, also behind empty lines and cells of several lines', async () => {
    table([`"a\n\nb",1,${day(1)}`, '', `c,many,${day(1)}`]);
    expect(await run()).toBe(exitCodes.rejects);
    expect(rejects().trim().split('\n')[1]).toMatch(/^6,value/);
  });

  it('writes no reject twice when it was cut off', async () => {
    table(Array.from({ length: 12 }, (_, n) => `c${n},${n % 3 === 0 ? 'x' : n},${day(1)}`));
    let batches = 0;
    stub.before = async () => {
      // Sent again at once, and cut again.
      if ([3, 4].includes((batches += 1))) throw new Error('cut');
    };
    expect(await run('--batch-size', '2', '--concurrency', '1')).toBe(exitCodes.failed);
    expect(await run('--batch-size', '2', '--concurrency', '1')).toBe(exitCodes.rejects);
    expect(
      rejects()
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[0]),
    ).toEqual(['2', '5', '8', '11']);
  });

  it('stops when the storm breaker trips, and says what to do', async () => {
    table(Array.from({ length: 30 }, (_, n) => `c${n},1,${day(1)}`));
    stub.before = async () => void (stub.tripped = stub.answered.length >= 1);
    expect(await run('--batch-size', '5', '--concurrency', '1')).toBe(exitCodes.stormBreaker);
    expect(received().length).toBeLessThan(30);
    expect(notes.join('\n')).toContain('storm clear');
    expect(notes.join('\n')).toContain('--backfill');
  });

  it('does not ask the storm breaker in a backfill', async () => {
    table([`a,1,${day(1)}`]);
    stub.tripped = true;
    expect(await run('--backfill')).toBe(exitCodes.done);
  });

  it('says which column is missing', async () => {
    writeFileSync(path.join(folder, 'table.csv'), 'who,amount\na,1\n');
    expect(await run()).toBe(exitCodes.failed);
    expect(notes.join()).toContain('has no column value, at');
  });
});
