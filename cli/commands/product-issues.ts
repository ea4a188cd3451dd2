import type { Command } from 'commander';
import { callOf } from '../command';
import { fields } from '../table';
import type { Terminal } from '../terminal';
import { whole } from '../values';

/** `tideline product-issues list | show`. */
export function productIssues(program: Command, terminal: Terminal): void {
  const group = program
    .command('product-issues')
    .description('problems of the product that several customers have run into');
  group
    .command('list')
    .option('--state <state>', 'open or closed')
    .option('--limit <n>', 'how many', whole(1, 1_000), 100)
    .action(async (flags: { state?: string; limit: number }, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.get('/v1/product-issues', { ...flags, limit: String(flags.limit) });
      show.table(
        answer,
        answer['issues'],
        fields(
          ['id', 'ID'],
          ['topic', 'TOPIC'],
          ['state', 'STATE'],
          ['cases', 'CASES'],
          ['customers', 'CUSTOMERS'],
          ['queue', 'QUEUE'],
          ['dueAt', 'DUE'],
          ['taskId', 'TASK'],
        ),
      );
    });
  group
    .command('show <id>')
    .description('one issue with the cases that belong to it')
    .action(async (id: string, _flags: object, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      show.whole(await remote.get(`/v1/product-issues/${encodeURIComponent(id)}`));
    });
}
