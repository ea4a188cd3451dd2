import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openTask } from '../../application/people/tasks';
import { exitCodes } from '../../cli/failure';
import { runCli } from '../../cli/run';
import { startApiWorld, type ApiWorld } from '../api/api-world';
import { tokenWith } from '../api/http-harness';

// A store in the process takes long to start on a busy machine.
jest.setTimeout(120_000);

describe('the command line', () => {
  let world: ApiWorld;
  let folder: string;
  let token: string;
  let out: string[];
  let notes: string[];

  beforeAll(async () => {
    world = await startApiWorld();
    token = await tokenWith(world.app, { roles: ['success-manager'] });
    folder = mkdtempSync(path.join(tmpdir(), 'tideline-cli-'));
    mkdirSync(path.join(folder, '.tideline'));
    writeFileSync(
      path.join(folder, '.tideline', 'local.json'),
      JSON.stringify({ url: world.http.url, token }),
    );
  });
  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const runIn = (
    place: string,
    environment: Record<string, string>,
    words: readonly string[],
  ): Promise<number> => {
    out = [];
    notes = [];
    return runCli(words, {
      environment,
      folder: place,
      out: (line) => out.push(line),
      note: (line) => notes.push(line),
    });
  };
  const run = (...words: string[]): Promise<number> => runIn(folder, {}, words);
  const json = async (...words: string[]): Promise<Record<string, unknown>> => {
    expect([await run('--json', ...words), notes]).toEqual([exitCodes.done, []]);
    return JSON.parse(out.join('')) as Record<string, unknown>;
  };
  const treated = async (customer: string): Promise<string> => {
    const answer = await json('signal', 'send', customer, 'usage_change_30d', '-0.4');
    return (answer['results'] as { treatments: string[] }[])[0]!.treatments[0]!;
  };

  it('sends a signal and shows what it led to', async () => {
    expect(await run('signal', 'send', 'acme', 'usage_change_30d', '-0.4', '--id', 's1')).toBe(
      exitCodes.done,
    );
    expect(out[0]).toMatch(/^ID +STATUS +CROSSINGS/);
    expect(out[1]).toMatch(/^s1 +accepted +\["crossing:.*treatment:rescue:/);
  });

  it('sends a crossing, and a file of them', async () => {
    expect(await run('crossing', 'send', 'vip', 'called-in', 'entered', '--reason', 'asked for a call')).toBe(
      exitCodes.done,
    );
    const many = ['a', 'b'].map((customer) => ({
      id: customer,
      customer,
      segment: 'called-in',
      direction: 'entered',
      occurredAt: '2026-03-02T08:00:00Z',
    }));
    writeFileSync(path.join(folder, 'many.json'), JSON.stringify(many));
    expect(await json('crossing', 'send', '--file', 'many.json')).toMatchObject({ accepted: 2 });
  });

  it('puts, shows and tells a customer', async () => {
    const words = ['--attribute', 'plan=team', '--attribute', 'seats=12', '--zone', 'Europe/Berlin'];
    const more = ['--contact', 'id=main,role=billing,email=a@example.com', '--consent', 'email/marketing=no'];
    expect(await run('customer', 'put', 'kestrel', ...words, ...more)).toBe(exitCodes.done);
    expect(out[0]).toMatch(/^[0-9a-z]{12} created$/);
    expect(await json('customer', 'show', 'kestrel')).toMatchObject({
      attributes: { plan: 'team', seats: 12 },
      contacts: [{ email: 'a@example.com' }],
      consents: [{ granted: false }],
    });
    await treated('kestrel');
    await run('customer', 'timeline', 'kestrel');
    expect(out.join('\n')).toContain('usage_change_30d = -0.4');
  });

  it('lists, shows, pauses, resumes and stops treatments', async () => {
    const id = await treated('paused');
    await run('treatments', 'list', '--customer', 'paused');
    expect(out[0]).toMatch(/^ID +ABOUT +STATE +GROUP +STEP +WAITING FOR/);
    expect(out[1]).toMatch(new RegExp(`^${id} +running +treated`));
    expect(await json('treatments', 'show', id)).toMatchObject({ id, playbook: 'rescue' });
    await run('treatments', 'pause', id, '--reason', 'holiday');
    expect(out[0]).toBe(`${id} is paused`);
    await run('treatments', 'resume', id, '--reason', 'back');
    await run('treatments', 'event', id, 'card_updated');
    expect(out[1]).toContain('accepted');
    await run('treatments', 'stop', id, '--reason', 'enough');
    expect(out[0]).toBe(`${id} is ending`);
    expect(await run('treatments', 'stop', 'treatment:rescue:000000000000:1', '--reason', 'x')).toBe(
      exitCodes.failed,
    );
    expect(notes.join()).toContain('there is no treatment');
  });

  it('says how a list that does not show all goes on, and goes on there', async () => {
    await treated('page-one');
    await treated('page-two');
    const idOf = (line = ''): string | undefined => line.split(' ')[0];
    await run('treatments', 'list');
    const all = out.slice(1).map(idOf);
    await run('treatments', 'list', '--limit', '1');
    const [, first, more = ''] = out;
    const cursor = /^more: --cursor (\S+)$/.exec(more)?.[1];
    await run('treatments', 'list', '--limit', '1', '--cursor', cursor ?? '');
    expect([idOf(first), idOf(out[1])]).toEqual(all.slice(0, 2));
    await run('treatments', 'list', '--customer', 'page-one');
    expect(out).toHaveLength(2);
  });

  it.each(['approvals', 'tasks', 'unresolved', 'blocklist'])(
    'takes the cursor of a page of %s',
    async (list) => {
      expect(await run(list, 'list', '--cursor', 'nonsense')).not.toBe(exitCodes.done);
      expect(notes.join()).toContain('query.cursor is not the `next` of a page');
    },
  );

  it('says in words that a treatment of the control group only observes', async () => {
    const id = await treated('observed');
    await world.app.store.transaction((tx) =>
      tx.query(`UPDATE treatments SET arm = 'holdout' WHERE id = $1`, [id]),
    );
    await run('treatments', 'list', '--customer', 'observed');
    expect(out[1]).toMatch(/ running +control group: only observed/);
  });

  it('lists the tasks and approvals of a customer', async () => {
    const treatmentId = await treated('worked-on');
    const customerKey = treatmentId.split(':')[2]!;
    const ask = { ...{ treatmentId, customerKey, step: 'call', path: '' }, queue: 'success' };
    const dueAt = '2026-03-03T09:00:00.000Z';
    const { id } = await world.app.store.transaction((tx) =>
      openTask(tx, world.app, { ...ask, title: 'Call them', dueAt }),
    );
    await run('tasks', 'list', '--customer', 'worked-on');
    expect(out).toHaveLength(2);
    expect(out[1]).toMatch(new RegExp(`^${id} +success +Call them +open +[^ ]+ +${treatmentId}$`));
    await run('tasks', 'list', '--customer', 'somebody-else');
    expect(out).toEqual(['Nothing to show.']);
    await run('approvals', 'list', '--customer', 'worked-on');
    expect(out).toEqual(['Nothing to show.']);
    expect(await run('tasks', 'complete', id)).toBe(exitCodes.done);
  });

  it('turns kill switches on and off', async () => {
    await run('kill-switch', 'on', 'playbook:rescue', '--reason', 'a wrong mail');
    await run('kill-switch', 'list');
    expect(out[1]).toMatch(/^playbook:rescue +a wrong mail +tester/);
    expect(await run('kill-switch', 'off', 'playbook:rescue')).toBe(exitCodes.done);
    expect(await run('kill-switch', 'off', 'playbook:rescue')).toBe(exitCodes.failed);
  });

  it('reads approvals, tasks, segments, the storm breaker and the ledger', async () => {
    await treated('ledger');
    expect(await json('approvals', 'list')).toMatchObject({ approvals: [] });
    expect(await json('tasks', 'list')).toMatchObject({ tasks: [] });
    expect(await run('approvals', 'approve', 'approval:none')).toBe(exitCodes.failed);
    expect(await run('tasks', 'complete', 'task:none')).toBe(exitCodes.failed);
    await run('segments');
    expect(out.join('\n')).toContain('called-in');
    await run('storm', 'status');
    expect(out[0]).toBe('storm breaker: clear');
    expect(await run('storm', 'clear')).toBe(exitCodes.usage);
    expect(await run('storm', 'clear', '--drop')).toBe(exitCodes.done);
    expect(await run('audit', 'verify')).toBe(exitCodes.done);
    expect(out[0]).toMatch(/^\d+ entries in \d+ chains: all hold$/);
  });

  it('exits with 1 when the ledger does not verify', async () => {
    await treated('tampered');
    const store = world.app.store;
    await store.transaction(async (tx) => {
      await tx.query('ALTER TABLE ledger_entries DISABLE TRIGGER ledger_immutable');
      await tx.query(
        `UPDATE ledger_entries SET text = replace(text, 'rescue', 'ruin') WHERE text LIKE '%rescue%'`,
      );
    });
    expect(await run('audit', 'verify')).toBe(exitCodes.failed);
    expect(notes.join()).toContain('does not verify');
  });

  describe('the book', () => {
    const file = path.resolve('test/support/books/delinquency');

    it('is checked without a server, every fault with its place', async () => {
      const empty = mkdtempSync(path.join(tmpdir(), 'tideline-book-'));
      writeFileSync(path.join(empty, 'signals.yaml'), 'signals: [');
      expect(await runIn(empty, {}, ['book', 'check', '.'])).toBe(exitCodes.failed);
      expect(notes.join('\n')).toMatch(/signals\.yaml:1:\d+ /);
      expect(await runIn(empty, {}, ['book', 'check', file])).toBe(exitCodes.done);
      rmSync(empty, { recursive: true });
    });

    it('is published', async () => {
      expect(await run('book', 'publish', file, '--note', 'first')).toBe(exitCodes.done);
      expect(out[0]).toMatch(/^[0-9a-f]{16} is active\.\nStill running on an earlier book:/);
    });

    it('that has faults is refused by the server too, naming file and line', async () => {
      const answer = await world.call('POST', '/v1/books', { files: { 'signals.yaml': 'signals: [' } });
      expect([answer.status, answer.body['type']]).toEqual([422, 'urn:tideline:problem:invalidBook']);
      expect(answer.text).toContain('signals.yaml:1:');
    });

    it('is refused with what to do about each fault, the missing key by its name', async () => {
      const { body } = await world.call('POST', '/v1/books', { files: { 'signals.yaml': 'a: &a [*a]' } });
      const faults = body['errors'] as { field: string; message: string; fix: string }[];
      expect(faults).toContainEqual({
        field: 'signals.yaml:1:1',
        message: 'signals is missing',
        fix: 'Correct signals.yaml in line 1.',
      });
      expect(faults.filter(({ fix }) => fix === '')).toEqual([]);
    });
  });

  describe('a mistake', () => {
    it('in the words is exit code 2 and one sentence', async () => {
      expect(await run('treatments', 'pause', 'x')).toBe(exitCodes.usage);
      expect(notes.join()).toContain("required option '--reason");
      expect(await run('nonsense')).toBe(exitCodes.usage);
    });

    it('without any server says how to get one', async () => {
      const nowhere = mkdtempSync(path.join(tmpdir(), 'tideline-none-'));
      expect(await runIn(nowhere, {}, ['segments'])).toBe(exitCodes.failed);
      expect(notes).toEqual([expect.stringContaining('npm start')]);
      rmSync(nowhere, { recursive: true });
    });

    it('in the address or the token says so', async () => {
      expect(await runIn(folder, { TIDELINE_URL: 'http://127.0.0.1:1' }, ['segments'])).toBe(
        exitCodes.failed,
      );
      expect(notes).toEqual([expect.stringContaining('No server answers at http://127.0.0.1:1')]);
      expect(await runIn(folder, { TIDELINE_TOKEN: 'tl_wrong' }, ['segments'])).toBe(exitCodes.failed);
      expect(notes).toEqual([expect.stringContaining('token is not known')]);
      expect(await runIn(folder, { TIDELINE_URL: 'nonsense' }, ['segments'])).toBe(exitCodes.usage);
      expect(notes.join()).toContain('TIDELINE_URL');
    });

    it('in what is sent names the field', async () => {
      expect(await run('crossing', 'send', 'x', 'called-in', 'left')).toBe(exitCodes.failed);
      expect(notes.join()).toContain('direction is none of the known values');
    });
  });

  it('prefers flags to the environment, and both to the local file', async () => {
    const other = await tokenWith(world.app, { scopes: [] });
    expect(await runIn(folder, { TIDELINE_TOKEN: other }, ['segments'])).toBe(exitCodes.failed);
    expect(await runIn(folder, { TIDELINE_TOKEN: other }, ['segments', '--token', token])).toBe(
      exitCodes.done,
    );
  });
});
