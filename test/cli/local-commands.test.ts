import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exitCodes } from '../../cli/failure';
import { smallBook } from '../support/small-book';
import { spokenCli } from '../support/spoken-cli';

// The whole book, its templates included, is compiled for each command.
jest.setTimeout(120_000);

const shipped = path.resolve('config/book');

describe('commands that need no server', () => {
  const cli = spokenCli();

  it('find the shipped book sound, and its policy tests passing', async () => {
    expect([await cli.run('book', 'check', shipped), cli.out]).toEqual([
      exitCodes.done,
      expect.stringContaining('is sound'),
    ]);
    expect([await cli.run('book', 'test', shipped), cli.out]).toEqual([
      exitCodes.done,
      expect.stringMatching(
        /pass {2}paid in the middle of a wait ends the cure\n[^]*\n(\d+) of \1 pass\.\n$/,
      ),
    ]);
  });

  it('say of a book what its tests go through, as a table and as JSON', async () => {
    expect(await cli.run('book', 'test', shipped, '--coverage')).toBe(exitCodes.done);
    expect(cli.out).toMatch(/^payment-cure +(\d+) of \1 +(\d+) of \2$/m);
    expect(cli.out).toMatch(/^The tests go through all of it\.$/m);
    await cli.run('--json', 'book', 'test', shipped, '--coverage');
    expect(JSON.parse(cli.out)).toMatchObject({ ok: true, coverage: { complete: true } });
  });

  it('play many times what a responses file says, as a table and as JSON', async () => {
    const file = path.resolve('config/responses/payment-cure.yaml');
    const words = ['simulate', 'payment-cure', '--book', shipped, '--responses', file, '--runs', '40'];
    expect(await cli.run(...words)).toBe(exitCodes.done);
    expect(cli.out).toMatch(/^payment-cure: 40 runs with seed 1\./);
    expect(cli.out).toMatch(/^cured +\d+ +\d+\.\d % +\d+\.\d % – \d+\.\d %$/m);
    await cli.run('--json', ...words, '--seed', '2');
    expect(JSON.parse(cli.out)).toMatchObject({ playbook: 'payment-cure', runs: 40, seed: 2 });
  });

  it('play once what a responses file says, of a customer in a file', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tideline-simulate-'));
    const customer = path.join(folder, 'customer.yaml');
    const responses = path.join(folder, 'responses.yaml');
    writeFileSync(
      customer,
      'customer: { annualRevenue: 90000 }\nsignals: [ { at: 2d, name: contract_cancelled, value: true } ]\ncrossings: [ { at: 1d, segment: save-play-external } ]\n',
    );
    writeFileSync(
      responses,
      'responses: save-play\ntasks: [ { step: escalation, result: reached, after: 2h } ]\n',
    );
    const words = ['simulate', 'save-play', '--book', shipped, '--responses', responses];
    expect(await cli.run(...words, '--customer', customer)).toBe(exitCodes.done);
    expect(cli.out).toMatch(/^day 1: save-play: An executive calls .*: done \(reached\)$/m);
    expect(cli.out).toMatch(/\nsave-play: lost \(exit cancelled/);
    expect(await cli.run(...words)).toBe(exitCodes.usage);
    expect(cli.notes).toContain('names no customer: add given: to it, or give --customer FILE');
    writeFileSync(responses, 'responses: save-play\ntasks:\n  - { step: escalate }\n');
    expect(await cli.run(...words, '--customer', customer)).toBe(exitCodes.failed);
    expect(cli.notes).toContain(
      `${responses}:3:13 the book has no step "escalate" (did you mean "escalation"?)`,
    );
    rmSync(folder, { recursive: true });
  });

  it('name what many runs need', async () => {
    expect(await cli.run('simulate', 'save-play', '--book', shipped, '--runs', '10')).toBe(exitCodes.usage);
    expect(cli.notes).toContain('--runs needs --responses FILE');
  });

  it('show the registry of a folder as a table, as Markdown and as JSON', async () => {
    expect(await cli.run('segments', '--book', shipped)).toBe(exitCodes.done);
    expect(cli.out).toMatch(/^ID +LAYER +TIER +MEMBERS +TITLE\n/);
    expect(cli.out).toMatch(/\nmatrix-save +riskValue +stable +Save: high value, high churn risk\n/);
    expect(await cli.run('segments', '--book', shipped, '--format', 'markdown')).toBe(exitCodes.done);
    expect(cli.out).toContain('## Save: high value, high churn risk');
    expect(cli.out).toContain('| Contact frequency | weekly: at most 1 in 7 days |');
    expect(await cli.run('segments', '--book', shipped, '--format', 'json')).toBe(exitCodes.done);
    const { segments, levels } = JSON.parse(cli.out) as { segments: { id: string }[]; levels: object };
    expect(segments.map(({ id }) => id)).toContain('matrix-save');
    expect(levels).toHaveProperty('serviceLevels.urgent.firstResponseMs', 4 * 3_600_000);
    expect(await cli.run('segments', '--format', 'html')).toBe(exitCodes.usage);
    expect(cli.notes).toContain('Allowed choices are table, markdown, json');
  });

  it('simulate a scenario of the book day by day', async () => {
    expect(
      await cli.run('simulate', 'payment-cure', '--book', shipped, '--scenario', 'middle of a wait'),
    ).toBe(exitCodes.done);
    expect(cli.notes).toContain('Scenario: paid in the middle of a wait ends the cure');
    expect(cli.out).toMatch(/^day 0: enters payment-failed/m);
    expect(cli.out).toMatch(/\npayment-cure: cured \(goal reached/);
  });

  it('simulate what the flags say, as JSON too', async () => {
    const words = [
      'simulate',
      'save-play',
      '--book',
      shipped,
      '--customer',
      'annualRevenue=90000',
      '--until',
      '5d',
    ];
    expect(await cli.run('--json', ...words, '--signal', 'usage_change_30d=-0.4@1d')).toBe(exitCodes.done);
    expect(JSON.parse(cli.out)).toMatchObject({ treatments: [{ playbook: 'save-play', outcome: 'open' }] });
    expect(JSON.parse(cli.out)).toMatchObject({ lines: expect.any(Array), story: expect.any(Array) });
  });

  it('refuse a customer typed with names or types that the book does not have, all at once', async () => {
    const words = ['simulate', 'save-play', '--book', shipped, '--customer', 'anualRevenue=90000'];
    const facts = ['usage_chang=-0.4@2d', 'usage_change_30d=abc@0d', 'champion_departed=true@1d'];
    const typed = facts.flatMap((fact) => ['--signal', fact]);
    expect(await cli.run(...words, '--customer', 'plan=7', ...typed)).toBe(exitCodes.usage);
    expect(cli.out).toBe('');
    expect(cli.notes.trim().split('\n')).toEqual([
      '--customer: the book has no customer attribute "anualRevenue" (did you mean "annualRevenue"?)',
      '--customer: plan is a string, this is a number',
      '--signal: the book has no signal "usage_chang" (did you mean "usage_change_30d"?)',
      '--signal: usage_change_30d is a number, this is a string',
    ]);
  });

  it.each(['2y', 'tomorrow', '-1d'])('say what is wrong with the time of a fact: @%s', async (time) => {
    const words = ['simulate', 'save-play', '--book', shipped, '--signal', `usage_change_30d=-0.4@${time}`];
    expect(await cli.run(...words)).toBe(exitCodes.usage);
    expect(cli.notes).toBe(
      `error: option '--signal <name=value@time>' argument 'usage_change_30d=-0.4@${time}' is invalid. "${time}" is not a duration: write a whole number and a unit, such as '30s', '15m', '48h', '30d' or '2w'\n`,
    );
  });

  it('offer the name of a fact of which only the beginning was typed, with a slip', async () => {
    const words = ['simulate', 'save-play', '--book', shipped, '--signal', 'usage_chnge=-0.4'];
    expect(await cli.run(...words)).toBe(exitCodes.usage);
    expect(cli.notes).toBe(
      '--signal: the book has no signal "usage_chnge" (did you mean "usage_change_30d"?)\n',
    );
  });

  it('play the tests of one playbook alone', async () => {
    expect(await cli.run('book', 'test', shipped, '--playbook', 'grow')).toBe(exitCodes.done);
    expect(cli.out).toMatch(/^pass {2}growing waits while a payment is open$/m);
    expect(cli.out).toMatch(/\n5 of 5 pass\.\n$/);
    expect(await cli.run('book', 'test', shipped, '--playbook', 'gro')).toBe(exitCodes.usage);
    expect(cli.notes).toContain('The book has no playbook "gro"; it has ');
    expect(await cli.run('book', 'test', 'grow')).toBe(exitCodes.usage);
    expect(cli.notes).toBe(
      'There is no folder grow, and `tideline book test` takes the folder of a book. The tests of one playbook: `tideline book test --playbook grow`.\n',
    );
  });

  it('say of a play without tests that there is nothing to list', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tideline-untested-'));
    for (const [file, text] of Object.entries(smallBook)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    expect(await cli.run('simulate', 'save', '--book', folder, '--list')).toBe(exitCodes.done);
    expect(cli.out).toBe('Nothing to show.\n');
    rmSync(folder, { recursive: true });
  });

  it('simulate of a play the first scenario in which it starts, and name it', async () => {
    expect(await cli.run('simulate', 'save-play', '--book', shipped)).toBe(exitCodes.done);
    expect(cli.notes).toMatch(
      /^Scenario: usage down in the week the champion leaves crosses on that evaluation \(\d+ of \d+; --list shows all\)$/m,
    );
    expect(cli.out).toMatch(/\nsave-play: open/);
  });

  it('start a play when the given facts cross, and tell all in the order in which it happens', async () => {
    const words = ['simulate', 'save-play', '--book', shipped, '--customer', 'annualRevenue=90000'];
    const facts = ['--signal', 'usage_change_30d=-0.45@2d', '--signal', 'champion_departed=true@3d'];
    expect(await cli.run(...words, ...facts, '--until', '20d')).toBe(exitCodes.done);
    const told = cli.out.split('\n').filter((line) => line.startsWith('day '));
    const days = told.map((line) => Number(/^day (\d+)/.exec(line)?.[1]));
    expect(days).toEqual([...days].sort((one, other) => one - other));
    expect(told.find((line) => line.includes('save-play'))).toMatch(
      /^day 3: save-play: starts: entered matrix-save/i,
    );
    expect(told.findIndex((line) => line.includes('enters matrix-save'))).toBeLessThan(
      told.findIndex((line) => line.includes('save-play')),
    );
    expect(cli.out).not.toContain('worse than at the start');
    await cli.run(...words, ...facts, '--until', '20d', '--start-now');
    expect(cli.out).toMatch(/^day 0: save-play: starts: by hand/m);
  });

  it('say which condition was not met when a play is started by hand after its facts', async () => {
    const words = ['simulate', 'save-play', '--book', shipped, '--customer', 'annualRevenue=90000'];
    expect(await cli.run(...words, '--signal', 'usage_change_30d=-0.45@2d', '--until', '5d')).toBe(
      exitCodes.done,
    );
    expect(cli.notes).toMatch(
      /^No given fact starts save-play: matrix-save wants scores\.churn\.tier == 'high'/m,
    );
    expect(cli.notes).toMatch(/It is started by hand on day 2\./);
    expect(cli.out).toMatch(/^day 2: save-play: starts: by hand/m);
  });

  it('show durations of the help as they are written', async () => {
    await cli.run('simulate', '--help');
    expect(cli.out).toContain('(default: 90d)');
    expect(cli.out.replace(/\s+/g, ' ')).toContain('sum up; needs --responses');
    expect(cli.out).not.toMatch(/\d{6}/);
  });

  it('name what there is when asked for what there is not', async () => {
    expect(await cli.run('simulate', 'savepl', '--book', shipped)).toBe(exitCodes.usage);
    expect(cli.notes).toMatch(/it has .*payment-cure,.* save-play/);
    expect(await cli.run('simulate', 'save-play', '--book', shipped, '--scenario', 'no such words')).toBe(
      exitCodes.usage,
    );
    expect(await cli.run('simulate', 'save-play', '--book', shipped, '--until', 'soon')).toBe(
      exitCodes.usage,
    );
    expect(await cli.run('book', 'check', '/nowhere')).toBe(exitCodes.failed);
    expect(cli.notes).toContain('there is no such folder');
  });
});
