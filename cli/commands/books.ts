import path from 'node:path';
import type { Command } from 'commander';
import type { CompiledBook } from '../../domain/compiled-book';
import type { Playbook } from '../../domain/playbook';
import type { ReadBook } from '../../ports/book-files/read-book';
import { readSettings } from '../../config/settings';
import { showOf, type Show } from '../command';
import { CliFailure, exitCodes } from '../failure';
import type { Terminal } from '../terminal';
import { bookTests } from './book-tests';

type Fault = Extract<ReadBook, { ok: false }>['errors'][number];

/** `tideline book check | test`. */
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
