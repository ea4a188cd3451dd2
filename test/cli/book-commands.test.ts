import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exitCodes } from '../../cli/failure';
import { spokenCli } from '../support/spoken-cli';

// The whole book, its templates included, is compiled for each command.
jest.setTimeout(120_000);

const shipped = path.resolve('config/book');

describe('commands about a book that need no server', () => {
  const cli = spokenCli();

  it('write the schemas of the book’s files for editors', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tideline-schemas-'));
    expect(await cli.run('book', 'schema', '--out', folder)).toBe(exitCodes.done);
    expect(cli.out).toContain(
      `playbooks/*.yaml: begin it with "# yaml-language-server: $schema=${folder}/playbook.schema.json"`,
    );
    expect(readdirSync(folder)).toHaveLength(6);
    rmSync(folder, { recursive: true });
    expect([await cli.run('book', 'schema'), Object.keys(JSON.parse(cli.out) as object)]).toEqual([
      exitCodes.done,
      ['signals', 'scores', 'segment', 'playbook', 'policies', 'policy-test'],
    ]);
  });

  it('tell what differs between two books', async () => {
    const other = mkdtempSync(path.join(tmpdir(), 'tideline-diff-'));
    cpSync(shipped, other, { recursive: true });
    const file = path.join(other, 'playbooks/payment-cure.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('within: 24h', 'within: 2d'));
    expect(await cli.run('book', 'diff', shipped, other)).toBe(exitCodes.done);
    expect(cli.out).toContain('playbook payment-cure: changed\n  ');
    expect(cli.out).toContain('message.within: 24h → 2d\n0 added, 0 removed, 1 changed.');
    expect([await cli.run('book', 'diff', shipped, shipped), cli.out]).toEqual([
      exitCodes.done,
      'The two books say the same.\n',
    ]);
    expect(await cli.run('book', 'diff', shipped, 'nowhere')).toBe(exitCodes.usage);
    expect(cli.notes).toContain('neither a folder nor the hash of a stored book');
    rmSync(other, { recursive: true });
  });
});
