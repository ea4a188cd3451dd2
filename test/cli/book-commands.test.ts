import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exitCodes } from '../../cli/failure';
import { runCli } from '../../cli/run';

// The whole book, its templates included, is compiled for each command.
jest.setTimeout(120_000);

const shipped = path.resolve('config/book');

describe('commands about a book that need no server', () => {
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

  it('write the schemas of the book’s files for editors', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tideline-schemas-'));
    expect(await run('book', 'schema', '--out', folder)).toBe(exitCodes.done);
    expect(out).toContain(
      `playbooks/*.yaml: begin it with "# yaml-language-server: $schema=${folder}/playbook.schema.json"`,
    );
    expect(readdirSync(folder)).toHaveLength(6);
    rmSync(folder, { recursive: true });
    expect([await run('book', 'schema'), Object.keys(JSON.parse(out) as object)]).toEqual([
      exitCodes.done,
      ['signals', 'scores', 'segment', 'playbook', 'policies', 'policy-test'],
    ]);
  });

  it('tell what differs between two books', async () => {
    const other = mkdtempSync(path.join(tmpdir(), 'tideline-diff-'));
    cpSync(shipped, other, { recursive: true });
    const file = path.join(other, 'playbooks/payment-cure.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('within: 24h', 'within: 2d'));
    expect(await run('book', 'diff', shipped, other)).toBe(exitCodes.done);
    expect(out).toContain('playbook payment-cure: changed\n  ');
    expect(out).toContain('message.within: 24h → 2d\n0 added, 0 removed, 1 changed.');
    expect([await run('book', 'diff', shipped, shipped), out]).toEqual([
      exitCodes.done,
      'The two books say the same.\n',
    ]);
    expect(await run('book', 'diff', shipped, 'nowhere')).toBe(exitCodes.usage);
    expect(notes).toContain('neither a folder nor the hash of a stored book');
    rmSync(other, { recursive: true });
  });
});
