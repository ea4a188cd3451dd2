import type { Command } from 'commander';
import { callOf, showOf, type Call } from '../command';
import { CliFailure, exitCodes } from '../failure';
import { textField, type Json } from '../remote';
import { fields } from '../table';
import type { Terminal } from '../terminal';
import { askWhatIf } from '../what-if/ask';
import { summaryLines } from '../what-if/text';
import { goodBook } from './books';
import { publishedText, runningLines } from './published-text';

interface PublishFlags {
  readonly note: string;
  readonly yes?: boolean;
  readonly untested?: string;
}

/** `tideline book publish | rollback | history | status`. */
export function publications(group: Command, terminal: Terminal): void {
  publish(group, terminal);
  rollback(group, terminal);
  history(group, terminal);
  status(group, terminal);
}

function publish(group: Command, terminal: Terminal): void {
  group
    .command('publish [folder]')
    .description('compare a book with the active one, test it, store it and make it active')
    .option('--note <text>', 'why', '')
    .option('--yes', 'publish without asking, whatever the comparison shows')
    .option('--untested <reason>', 'publish although policy tests fail, and why')
    .action(async (folder: string | undefined, flags: PublishFlags, command: Command) => {
      const { book } = await goodBook(terminal, folder, showOf(command, terminal));
      const call = await callOf(command, terminal);
      const compared = await compare(call, { hash: book.book.hash, texts: book.texts }, terminal);
      if (compared && !flags.yes) await confirm(terminal);
      const { note, untested } = flags;
      const answer = await call.remote.send('POST', '/v1/books', {
        files: book.texts,
        note,
        ...(untested !== undefined && { untested }),
        ...compared,
      });
      call.show.line(answer, publishedText(answer));
    });
}

/** Shows what would change; undefined where there is nothing to compare with. */
async function compare(
  { remote }: Call,
  book: { readonly hash: string; readonly texts: Readonly<Record<string, string>> },
  terminal: Terminal,
): Promise<{ readonly previous: string; readonly whatIf: string } | undefined> {
  const { publications: earlier } = await remote.get('/v1/books/history', { limit: '1' });
  if (!Array.isArray(earlier) || earlier.length === 0) return undefined;
  const active = textField(await remote.get('/v1/books/active'), 'hash', '');
  if (active === book.hash) return undefined;
  const { id, report } = await askWhatIf(remote, book.texts, terminal);
  for (const line of summaryLines(report)) terminal.note(line);
  return { previous: active, whatIf: id };
}

async function confirm(terminal: Terminal): Promise<void> {
  if (!terminal.ask)
    throw new CliFailure(
      'Nothing was published: look at the comparison, then add --yes (nobody can be asked here).',
      exitCodes.usage,
    );
  if (!(await terminal.ask('Publish this book?'))) throw new CliFailure('Nothing was published.');
}

function rollback(group: Command, terminal: Terminal): void {
  group
    .command('rollback [hash]')
    .description(
      'make an earlier book the active one again (default: the one before); running treatments keep theirs',
    )
    .option('--note <text>', 'why', '')
    .action(async (hash: string | undefined, { note }: { readonly note: string }, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.send('POST', '/v1/books/rollback', {
        note,
        ...(hash !== undefined && { hash }),
      });
      show.line(answer, publishedText(answer));
    });
}

function history(group: Command, terminal: Terminal): void {
  group
    .command('history')
    .description('who made which book the active one, when and why; the newest first')
    .action(async (_flags: object, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.get('/v1/books/history');
      show.table(answer, answer['publications'], [
        ...fields(['at', 'WHEN'], ['kind', 'WHAT'], ['hash', 'BOOK'], ['by', 'WHO']),
        { heading: 'TESTS', show: testsOf },
        ...fields(['note', 'NOTE']),
      ]);
    });
}

function testsOf({ testsPassed, testsFailed, untested }: Json): string {
  if (testsPassed === null) return 'not run';
  const failed = Number(testsFailed);
  return failed === 0 ? `${Number(testsPassed)} pass` : `${failed} fail: ${String(untested)}`;
}

function status(group: Command, terminal: Terminal): void {
  group
    .command('status')
    .description('the active book, and what still runs on which')
    .action(async (_flags: object, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.get('/v1/books/active');
      const { hash, publishedAt, publishedBy, note } = answer;
      const said = note === '' ? '' : `: ${String(note)}`;
      const head = `${String(hash)} is active, stored ${String(publishedAt)} by ${String(publishedBy)}${said}`;
      show.line(answer, [head, ...runningLines(answer)].join('\n'));
    });
}
