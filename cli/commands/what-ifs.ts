import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { callOf, showOf } from '../command';
import type { Terminal } from '../terminal';
import { askWhatIf } from '../what-if/ask';
import { whatIfText } from '../what-if/text';
import { goodBook } from './books';

/** `tideline what-if FOLDER`: what a candidate book would change for the customers that are stored. */
export function whatIfs(program: Command, terminal: Terminal): void {
  program
    .command('what-if [folder]')
    .description(
      'what a book would change for the stored customers, compared with the active one; only reads',
    )
    .option('--html <file>', 'also write a report with charts, one file that opens without a network')
    .action(async (folder: string | undefined, { html }: { readonly html?: string }, command: Command) => {
      const { book } = await goodBook(terminal, folder, showOf(command, terminal));
      const { remote, show } = await callOf(command, terminal);
      const { id, report } = await askWhatIf(remote, book.texts, terminal);
      if (html !== undefined) {
        // Loaded when it is needed: charts bring a library of their own.
        const { whatIfPage } = await import('../what-if/page');
        await writeFile(path.resolve(terminal.folder, html), whatIfPage(report));
        terminal.note(`The report is in ${html}.`);
      }
      show.line({ id, ...report }, whatIfText(report));
    });
}
