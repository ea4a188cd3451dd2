import path from 'node:path';
import { exitCodes } from '../../cli/failure';
import { runCli } from '../../cli/run';

// The whole book, its templates included, is compiled for each command.
jest.setTimeout(120_000);

const shipped = path.resolve('config/book');

describe('commands that need no server', () => {
  let out: string;
  let notes: string;
  const run = async (...words: string[]): Promise<number> => {
    out = notes = '';
    return runCli(words, {
      environment: {},
      folder: '/',
      out: (line) => (out += `${line}\n`),
      note: (line) => (notes += `${line}\n`),
    });
  };

  it('find the shipped book sound, and its policy tests passing', async () => {
    expect([await run('book', 'check', shipped), out]).toEqual([
      exitCodes.done,
      expect.stringContaining('is sound'),
    ]);
    expect([await run('book', 'test', shipped), out]).toEqual([
      exitCodes.done,
      expect.stringMatching(
        /pass {2}paid in the middle of a wait ends the cure\n[^]*\n(\d+) of \1 pass\.\n$/,
      ),
    ]);
  });

  it('simulate a scenario of the book day by day', async () => {
    expect(await run('simulate', 'payment-cure', '--book', shipped, '--scenario', 'middle of a wait')).toBe(
      exitCodes.done,
    );
    expect(notes).toContain('Scenario: paid in the middle of a wait ends the cure');
    expect(out).toMatch(/^day 0: enters payment-failed/);
    expect(out).toMatch(/\npayment-cure: cured \(goal reached/);
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
    expect(await run('--json', ...words, '--signal', 'usage_change_30d=-0.4@1d')).toBe(exitCodes.done);
    expect(JSON.parse(out)).toMatchObject({ treatments: [{ playbook: 'save-play', outcome: 'open' }] });
  });

  it('name what there is when asked for what there is not', async () => {
    expect(await run('simulate', 'savepl', '--book', shipped)).toBe(exitCodes.usage);
    expect(notes).toContain('payment-cure, save-play');
    expect(await run('simulate', 'save-play', '--book', shipped, '--scenario', 'no such words')).toBe(
      exitCodes.usage,
    );
    expect(await run('simulate', 'save-play', '--book', shipped, '--until', 'soon')).toBe(exitCodes.usage);
    expect(await run('book', 'check', '/nowhere')).toBe(exitCodes.failed);
    expect(notes).toContain('there is no such folder');
  });
});
