import type { Command } from 'commander';
import { callOf } from '../command';
import { paged, type PageFlags, pageQuery } from '../paging';
import type { Json } from '../remote';
import { type Column, fields } from '../table';
import type { Terminal } from '../terminal';
import { pair } from '../values';

/** `tideline unresolved list | assign`. */
export function unresolved(program: Command, terminal: Terminal): void {
  const group = program.command('unresolved').description('facts whose identity no customer has');
  paged(group.command('list'))
    .option('--state <state>', 'waiting, expired, taken or refused', 'waiting')
    .option('--kind <kind>', 'of identities of one kind')
    .action(async (flags: PageFlags & { state: string; kind?: string }, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.get('/v1/unresolved', pageQuery(flags));
      show.table(answer, answer['unresolved'], [
        identityColumn,
        ...fields(['what', 'WHAT'], ['id', 'ID'], ['state', 'STATE'], ['occurredAt', 'HAPPENED']),
        ...fields(['expiresAt', 'WAITS UNTIL'], ['why', 'WHY']),
      ]);
    });
  group
    .command('assign <kind=value> <customer>')
    .description('give an identity to a customer and take what waited for it')
    .action(async (text: string, customer: string, _flags: object, command: Command) => {
      const [kind, value] = pair(text, 'the identity');
      const { remote, show } = await callOf(command, terminal);
      const body = { identity: { kind, value }, customer };
      const answer = await remote.send('POST', '/v1/unresolved/assign', body);
      const { customerKey, taken, refused } = answer;
      show.line(answer, `${String(customerKey)}: ${String(taken)} taken, ${String(refused)} refused`);
    });
}

const identityColumn: Column<Json> = {
  heading: 'IDENTITY',
  show: (row) => {
    const { kind, value } = row['identity'] as { kind: string; value: string };
    return `${kind}=${value}`;
  },
};
