import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import type { Definitions } from '../../domain/book/diff/definitions';
import type { DefinitionChange } from '../../domain/book/diff/diff-books';
import { callOf, showOf } from '../command';
import { CliFailure, exitCodes } from '../failure';
import { textField } from '../remote';
import type { Terminal } from '../terminal';
import { goodBook } from './books';

const hashForm = /^([0-9a-f]{16}|active)$/;

/** `tideline book diff A B`: what differs between two books; the server is asked only for stored ones. */
export function bookDiff(group: Command, terminal: Terminal): void {
  group
    .command('diff <from> <to>')
    .description('what differs between two books: folders, hashes of stored books, or "active"')
    .action(async (from: string, to: string, _flags: object, command: Command) => {
      const { diffBooks } = await import('../../domain/book/diff/diff-books');
      const [earlier, later] = [await bookAt(from, command, terminal), await bookAt(to, command, terminal)];
      const changes = diffBooks(earlier, later);
      showOf(command, terminal).line({ same: changes.length === 0, changes }, changesText(changes));
    });
}

async function bookAt(place: string, command: Command, terminal: Terminal): Promise<Definitions> {
  const { definitionsOfTexts } = await import('../../ports/book-files/book-definitions');
  if (existsSync(path.resolve(terminal.folder, place))) {
    const { book } = await goodBook(terminal, place, showOf(command, terminal));
    return definitionsOfTexts(book.texts);
  }
  if (!hashForm.test(place))
    throw new CliFailure(
      `"${place}" is neither a folder nor the hash of a stored book: see \`tideline book history\`.`,
      exitCodes.usage,
    );
  const { remote } = await callOf(command, terminal);
  const hash = place === 'active' ? textField(await remote.get('/v1/books/active'), 'hash', '') : place;
  const { files } = await remote.get(`/v1/books/${hash}`);
  return definitionsOfTexts(files as Record<string, string>);
}

function changesText(changes: readonly DefinitionChange[]): string {
  if (changes.length === 0) return 'The two books say the same.';
  const lines = changes.flatMap(({ kind, id, change, fields }) => [
    `${kind} ${id}: ${change}`,
    ...fields.map(({ words }) => `  ${words}`),
  ]);
  const count = (what: DefinitionChange['change']) => changes.filter(({ change }) => change === what).length;
  return [
    ...lines,
    `${count('added')} added, ${count('removed')} removed, ${count('changed')} changed.`,
  ].join('\n');
}
