import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exitCodes } from '../../cli/failure';
import { runCli } from '../../cli/run';
import { startApiWorld, type ApiWorld } from '../api/api-world';
import { tokenWith } from '../api/http-harness';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(240_000);

const treatment = 'treatment:rescue:000000000000:1';

/** What cannot work on any server, and the words that say what to do about it. */
const mistakes: readonly (readonly [words: string, told: RegExp])[] = [
  ['', /tideline/],
  ['nonsense', /unknown command/],
  ['treatments', /list.*show.*pause/s],
  ['treatments nonsense', /unknown command/],
  ['treatments list --state sideways', /query\.state is none of the known values\. Write one of: running/],
  ['treatments list --limit many', /--limit[^]*must be a whole number from 1 to 1000/],
  ['treatments list --limit 0', /--limit[^]*must be a whole number from 1 to 1000/],
  ['treatments list --cursor nonsense', /query\.cursor is not the `next` of a page/],
  ['treatments list --nonsense', /unknown option '--nonsense'/],
  ...['show', 'pause --reason x', 'stop --reason x', 'event'].map((words) => {
    const [act = '', ...flags] = words.split(' ');
    const line = ['treatments', act, 'nope', ...(act === 'event' ? ['card_updated'] : flags)].join(' ');
    return [
      line,
      /^nope is not a treatment id, which looks like treatment:save-play:\S+:1; see treatments list\.$/,
    ] as const;
  }),
  [`treatments show ${treatment}`, /There is no treatment/],
  ['treatments show', /missing required argument 'id'/],
  [`treatments pause ${treatment}`, /required option '--reason <text>'/],
  [`treatments stop ${treatment} --reason x`, /there is no treatment/i],
  [`treatments event ${treatment} card_updated`, /There is no treatment/],
  [`treatments event ${treatment} card_updated --at yesterday`, /There is no treatment|ISO-8601 instant/],
  ['approvals list --state sideways', /query\.state is none of the known values/],
  ['approvals approve', /missing required argument 'id'/],
  ['approvals approve approval:none', /there is no approval/i],
  ['approvals approve approval:none --edit /no/such/file', /\/no\/such\/file cannot be read: check the path/],
  ['approvals reject approval:none', /there is no approval/i],
  ['tasks list --state sideways', /query\.state is none of the known values/],
  ['tasks complete task:none', /there is no task/i],
  ['customer show nobody', /No customer has this id/],
  ['customer timeline nobody', /No customer has this id/],
  ['customer timeline nobody --limit -3', /--limit[^]*must be a whole number from 1 to 1000/],
  ['customer put x --attribute plan', /--attribute "plan" is not name=value/],
  ['customer put x --consent email', /--consent "email" is not channel\/class=yes/],
  ['customer put x --zone Nowhere', /zone must be an IANA zone/],
  ['customer put x --file /no/such/file', /cannot be read/],
  ['customer put x --contact id=a', /contacts\.0\.role is missing/],
  ['signal send', /name is missing/],
  ['signal send acme', /name is missing/],
  ['signal send acme usage_change_30d', /value is missing/],
  ['signal send acme no_such_signal 1', /the book has no signal "no_such_signal": valid: usage_change_30d/],
  [
    'signal send acme usage_chang 1',
    /the book has no signal "usage_chang": did you mean "usage_change_30d"\? A new one/,
  ],
  ['signal send acme usage_change_30d down', /usage_change_30d/],
  ['signal send acme usage_change_30d -0.4 --at yesterday', /ISO-8601 instant/],
  ['signal send acme usage_change_30d -0.4 --data x', /--data "x" is not name=value/],
  ['signal send --file broken.json', /broken\.json is not JSON/],
  ['crossing send', /segment is missing/],
  ['crossing send acme nowhere entered', /the book has no segment of this name: send one of/],
  ['crossing send acme usage-down entered', /usage_change_30d|signals/],
  ['crossing send acme called-in sideways', /direction is none of the known values/],
  ['crossing send acme called-in entered --sequence x', /--sequence[^]*must be a whole number/],
  ['kill-switch on everything --reason x', /must be all, playbook:<id>/],
  ['kill-switch on all', /required option '--reason <text>'/],
  ['kill-switch off all', /is off/],
  ['storm clear', /--release or --drop/],
  ['storm clear --release --drop', /--release or --drop/],
  ['audit verify --customer-key nobody', /No customer has this/],
  ['book check /no/such/folder', /there is no such folder/],
  ['book test /no/such/folder', /there is no such folder/],
  ['book publish /no/such/folder', /there is no such folder/],
  ['import /no/such/file.csv --mapping map.yaml', /cannot be read/],
  ['import rows.csv', /required option '--mapping <yaml>'/],
  ['import rows.csv --mapping broken.json', /broken\.json/],
  ['import rows.csv --mapping map.yaml --batch-size 9999', /must be a whole number from 1 to 1000/],
];

describe('a mistake on the command line', () => {
  let world: ApiWorld;
  let folder: string;
  let out: string[];
  let notes: string[];
  const run = (words: readonly string[], environment: Record<string, string> = {}): Promise<number> => {
    out = [];
    notes = [];
    const out_ = (line: string) => void out.push(line);
    return runCli(words, { environment, folder, out: out_, note: (line) => notes.push(line) });
  };

  beforeAll(async () => {
    world = await startApiWorld();
    const token = await tokenWith(world.app, { roles: ['success-manager'] });
    folder = mkdtempSync(path.join(tmpdir(), 'tideline-cli-bad-'));
    mkdirSync(path.join(folder, '.tideline'));
    writeFileSync(path.join(folder, '.tideline/local.json'), JSON.stringify({ url: world.http.url, token }));
    writeFileSync(path.join(folder, 'broken.json'), '{');
    writeFileSync(path.join(folder, 'rows.csv'), 'a,b\n1,2\n');
  });
  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(mistakes)('"%s" is told, and the exit code says so', async (words, told) => {
    const code = await run(words.split(' ').filter((word) => word !== ''));
    expect(code).not.toBe(exitCodes.done);
    expect(notes.join('\n')).toMatch(told);
    expect(notes.join('\n')).not.toMatch(/\n\s+at .*:\d+:\d+/);
    expect(out).toEqual([]);
  });

  it('a server started with a data folder elsewhere is found beside that folder', async () => {
    const elsewhere = path.join(folder, '.tideline/data');
    out = [];
    notes = [];
    const code = await runCli(['treatments', 'list'], {
      environment: { TIDELINE_DATA_DIR: elsewhere },
      folder: tmpdir(),
      out: (line) => void out.push(line),
      note: (line) => notes.push(line),
    });
    expect([code, notes]).toEqual([exitCodes.done, []]);
  });

  it('an address without a token is told as such', async () => {
    const environment = { TIDELINE_DATA_DIR: path.join(folder, 'nowhere/data') };
    expect(await run(['treatments', 'list', '--url', world.http.url], environment)).toBe(exitCodes.usage);
    expect(notes).toEqual([`No token for ${world.http.url} is known: give --token or TIDELINE_TOKEN.`]);
  });

  it('of a server that is something else is told as such', async () => {
    const other = await answering(200, '<html>hello</html>');
    const words = ['treatments', 'list', '--token', 'x', '--url', other.url];
    expect(await run(words)).toBe(exitCodes.failed);
    expect(notes).toEqual([expect.stringContaining('something that is not Tideline: check --url')]);
    other.server.close();
  });

  it('of a server that breaks off in the middle of its answer is told as such', async () => {
    const other = await answering(200, '{"treatments": [', 1_000);
    const words = ['treatments', 'list', '--token', 'x', '--url', other.url];
    expect(await run(words)).toBe(exitCodes.failed);
    expect(notes).toEqual([expect.stringContaining('broke off')]);
    other.server.close();
  });

  it.each([
    ['names the first once', 'id is missing. Send id as a text.', ['name: is missing. Send name as a text.']],
    [
      'names the first too, where the detail is about all of them',
      '2 policy tests fail; nothing was stored.',
      ['id: is missing. Send id as a text.', 'name: is missing. Send name as a text.'],
    ],
  ])('of which the answer has several faults %s', async (_what, detail, more) => {
    const fault = (field: string) => ({ field, message: 'is missing', fix: `Send ${field} as a text.` });
    const other = await answering(422, JSON.stringify({ detail, errors: [fault('id'), fault('name')] }));
    const words = ['treatments', 'list', '--token', 'x', '--url', other.url];
    expect(await run(words)).toBe(exitCodes.failed);
    expect(notes).toEqual([[detail, ...more].join('\n')]);
    other.server.close();
  });

  it('of a token with a line break in it names the token', async () => {
    expect(await run(['treatments', 'list', '--token', 'a\nb'])).not.toBe(exitCodes.done);
    expect(notes).toEqual([expect.stringMatching(/token/i)]);
  });

  it('of an address that is none names --url', async () => {
    expect(await run(['treatments', 'list', '--url', 'nowhere', '--token', 'x'])).not.toBe(exitCodes.done);
    expect(notes).toEqual([expect.stringContaining('--url')]);
  });
});

async function answering(
  status: number,
  text: string,
  length?: number,
): Promise<{ server: Server; url: string }> {
  const server = createServer((_request, response) => {
    response.writeHead(status, length === undefined ? {} : { 'content-length': length });
    response.write(text);
    if (length === undefined) response.end();
    else setTimeout(() => response.destroy(), 50);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
