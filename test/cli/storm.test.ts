import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { runCli } from '../../cli/run';

describe('tideline while the storm breaker holds starts', () => {
  let server: Server;
  let answer: object;
  let out: string[];
  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const run = async (...words: string[]): Promise<string> => {
    out = [];
    const { port } = server.address() as AddressInfo;
    await runCli([...words, '--url', `http://127.0.0.1:${port}`, '--token', 't'], {
      environment: {},
      folder: process.cwd(),
      out: (line) => out.push(line),
      note: () => undefined,
    });
    return out.join('\n');
  };

  it('says how many starts are held and what release and drop do', async () => {
    answer = { tripped: true, reason: 'more than 5 crossings in 24 h', held: 3 };
    const said = await run('storm', 'status');
    expect(said).toContain('TRIPPED: more than 5 crossings in 24 h');
    expect(said).toContain('3 starts are held back');
    expect(said).toMatch(/storm clear --release .*treated/);
    expect(said).toMatch(/storm clear --drop .*for good/);
  });

  it('says what clearing came to', async () => {
    answer = { cleared: true, released: 3, started: 2, dropped: 0 };
    expect(await run('storm', 'clear', '--release')).toContain('3 released, of which 2 started; 0 dropped');
  });

  it('shows at a signal which play is held and what to do', async () => {
    const held = { held: ['save-play'], message: 'the start of save-play is held back (too many)' };
    const result = { id: 's', status: 'accepted', crossings: ['crossing:1'], treatments: [], ...held };
    answer = { results: [result], accepted: 1, duplicates: 0, rejected: 0 };
    const said = await run('signal', 'send', 'acme', 'usage', '1', '--at', '2026-01-01T00:00:00Z');
    expect(said).toContain('HELD');
    expect(said).toContain('save-play');
    expect(said).toContain('held back (too many)');
  });
});
