import type { Command } from 'commander';
import { flowChart } from '../../domain/diagram/flow-chart';
import { showOf } from '../command';
import type { Terminal } from '../terminal';
import { goodBook, playbookOf } from './books';

interface DiagramFlags {
  readonly book?: string;
  readonly observer?: boolean;
}

/** `tideline diagram PLAYBOOK`: the playbook as a Mermaid flow chart, no server needed. */
export function diagrams(program: Command, terminal: Terminal): void {
  program
    .command('diagram <playbook>')
    .description('draw a playbook as a Mermaid flow chart')
    .option('--book <folder>', 'the book (default: the configured one)')
    .option('--observer', 'what customers of the holdout go through instead')
    .action(async (playbook: string, flags: DiagramFlags, command: Command) => {
      const show = showOf(command, terminal);
      const { book } = await goodBook(terminal, flags.book, show);
      const play = playbookOf(book.book, playbook);
      const chart = flowChart(flags.observer ? play.observer : play.program);
      show.line({ playbook, mermaid: chart }, chart.trimEnd());
    });
}
