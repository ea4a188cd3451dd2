import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exitCodes } from '../../cli/failure';
import { spokenCli } from '../support/spoken-cli';

// The whole book, its templates included, is compiled for each command.
jest.setTimeout(120_000);

const page = readFileSync(path.resolve('docs/add-a-playbook.md'), 'utf8');

/** The first group of what the page must hold. */
function onPage(pattern: RegExp): string {
  const found = pattern.exec(page)?.[1];
  if (found === undefined) throw new Error(`docs/add-a-playbook.md has nothing like ${pattern.source}`);
  return found;
}

/** A file the page tells to write: its path, then its text. */
function fileOnPage(name: string): string {
  const after = page.slice(page.indexOf(`\`config/book/${name}\``));
  return /```yaml\n([\s\S]*?)^```/m.exec(after)?.[1] ?? '';
}

/** The document of a segment with lines at its end. */
function withAtEnd(documents: string, segment: string, lines: string): string {
  return documents
    .split(/^---\n/m)
    .map((document) =>
      new RegExp(`^segment: ${segment}$`, 'm').test(document) ? `${document.trimEnd()}\n${lines}` : document,
    )
    .join('---\n');
}

describe('the page that adds a playbook, followed to the letter', () => {
  const cli = spokenCli();
  const book = path.join(mkdtempSync(path.join(tmpdir(), 'tideline-documented-')), 'book');

  beforeAll(() => {
    cpSync(path.resolve('config/book'), book, { recursive: true });
    for (const file of ['playbooks/thank-you.yaml', 'tests/thank-you.yaml'])
      writeFileSync(path.join(book, file), fileOnPage(file));
    const segments = path.join(book, onPage(/In `config\/book\/(\S+)`, at the end of the segment/));
    const changed = withAtEnd(
      readFileSync(segments, 'utf8'),
      onPage(/at the end of the segment `([a-z-]+)`/),
      onPage(/^```yaml\n(treat:\n[\s\S]*?)^```/m),
    );
    writeFileSync(segments, changed);
  });
  afterAll(() => rmSync(path.dirname(book), { recursive: true }));

  it('gives a book in which every policy test passes and nothing is left out', async () => {
    expect([await cli.run('book', 'test', book, '--coverage'), cli.notes]).toEqual([exitCodes.done, '']);
    expect(cli.out).toMatch(/^thank-you +(\d+) of \1 +(\d+) of \2$/m);
    expect(cli.out).toMatch(/^The tests go through all of it\.$/m);
  });

  it('shows the play running as it does', async () => {
    const command = onPage(/tideline -- (simulate thank-you[\s\S]*?)\n```/);
    const words = command.split(/[\s\\]+/);
    expect(await cli.run(...words, '--book', book)).toBe(exitCodes.done);
    const shown = onPage(/```\n(day 1: [\s\S]*?)\n```/).split('\n');
    expect(cli.out.split('\n')).toEqual(expect.arrayContaining(shown));
  });
});
