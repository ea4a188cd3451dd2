import path from 'node:path';
import type { Command } from 'commander';
import type { CompiledBook } from '../../domain/compiled-book';
import type { Playbook } from '../../domain/playbook';
import type { ReadBook } from '../../ports/book-files/read-book';
import { readSettings } from '../../config/settings';
import { callOf, showOf, type Show } from '../command';
import { CliFailure, exitCodes } from '../failure';
import type { Terminal } from '../terminal';
import { bookTests } from './book-tests';

type Fault = Extract<ReadBook, { ok: false }>['errors'][number];

/** `tideline book check | test | publish`. */
export function books(group: Command, terminal: Terminal): void {
  group
    .command('check [folder]')
    .description('report every fault of a book at once, with file, line and column')
    .action(async (folder: string | undefined, _flags: object, command: Command) => {
      const { place, book } = await goodBook(terminal, folder, showOf(command, terminal));
      showOf(command, terminal).line(
        { ok: true, hash: book.book.hash, warnings: book.warnings },
        `${place}: the book is sound (${book.book.hash}).`,
      );
    });
  bookTests(group, terminal);
  group
    .command('publish [folder]')
    .description('check a book, store it and make it the active one; running treatments keep theirs')
    .option('--note <text>', 'why', '')
    .action(async (folder: string | undefined, flags: { note: string }, command: Command) => {
      const { book } = await goodBook(terminal, folder, showOf(command, terminal));
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.send('POST', '/v1/books', { files: book.texts, note: flags.note });
      show.line(answer, publishedText(answer, book.book.hash));
    });
}

/** The book of a folder (default: the configured one), once every fault was told. */
export async function goodBook(
  terminal: Terminal,
  folder: string | undefined,
  show: Show,
): Promise<{ place: string; book: Extract<ReadBook, { ok: true }> }> {
  const place = folder ?? readSettings(terminal.environment).TIDELINE_BOOK_DIR;
  // Loaded when it is needed: it brings the whole of mjml, and most commands only talk to the server.
  const { checkBook } = await import('../../ports/book-files/check-book');
  const book = await checkBook(path.resolve(terminal.folder, place));
  for (const warning of book.warnings) terminal.note(`warning: ${lineOf(warning)}`);
  if (book.ok) return { place, book };
  const { errors } = book;
  const answer = { ok: false, errors };
  if (show.json) show.line(answer, '');
  const list = errors.map(lineOf).join('\n');
  throw new CliFailure(`${list}\n${errors.length} ${errors.length === 1 ? 'fault' : 'faults'} in ${place}.`);
}

/** A playbook of a book by its id; an unknown one is refused with those there are. */
export function playbookOf({ playbooks }: CompiledBook, id: string): Playbook {
  const playbook = playbooks[id];
  if (playbook) return playbook;
  const known = Object.keys(playbooks).sort().join(', ');
  throw new CliFailure(`The book has no playbook "${id}"; it has ${known}.`, exitCodes.usage);
}

function lineOf({ file, line, column, message, hint }: Fault): string {
  return `${file}:${line}:${column} ${message}${hint === undefined ? '' : ` (${hint})`}`;
}

function publishedText(answer: Readonly<Record<string, unknown>>, hash: string): string {
  const running = Array.isArray(answer['running']) ? (answer['running'] as Record<string, unknown>[]) : [];
  const lines = running
    .filter((one) => one['bookHash'] !== hash)
    .map(
      (one) =>
        `  ${String(one['treatments'])} of ${String(one['playbook'])} stay on ${String(one['bookHash'])}, step ${String(one['step'])}`,
    );
  const head = answer['activated'] === true ? `${hash} is active.` : `${hash} was active before.`;
  return [head, ...(lines.length > 0 ? ['Still running on an earlier book:', ...lines] : [])].join('\n');
}
