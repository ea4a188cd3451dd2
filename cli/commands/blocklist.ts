import { type Command, Option } from 'commander';
import { callOf } from '../command';
import { paged, type PageFlags, pageQuery } from '../paging';
import { textField } from '../remote';
import { fields } from '../table';
import type { Terminal } from '../terminal';
import { whole } from '../values';

interface AddFlags {
  readonly kind: string;
  readonly reason: string;
  readonly case?: string;
  readonly days: number;
}

const kinds = ['device', 'ip', 'email'];
const dayMs = 86_400_000;
const mostDays = 3_650;

/** `tideline blocklist …`. */
export function blocklist(program: Command, terminal: Terminal): void {
  const group = program
    .command('blocklist')
    .description('devices, addresses and patterns that must not do business here');
  list(group, terminal);
  check(group, terminal);
  add(group, terminal);
  entries(group, terminal);
}

function list(group: Command, terminal: Terminal): void {
  paged(group.command('list'))
    .option('--kind <kind>', 'device, ip, network, email or domain')
    .option('--state <state>', 'proposed, active, removed or expired')
    .action(async (flags: PageFlags & { kind?: string; state?: string }, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.get('/v1/blocklist', pageQuery(flags));
      show.table(
        answer,
        answer['entries'],
        fields(
          ['id', 'ID'],
          ['kind', 'KIND'],
          ['pattern', 'PATTERN'],
          ['state', 'STATE'],
          ['reason', 'REASON'],
          ['proposedBy', 'BY'],
          ['confirmedBy', 'CONFIRMED BY'],
          ['sourceCase', 'CASE'],
          ['expiresAt', 'UNTIL'],
        ),
      );
    });
}

function check(group: Command, terminal: Terminal): void {
  group
    .command('check')
    .description('what something hits')
    .option('--device <id>')
    .option('--ip <address>')
    .option('--email <address>')
    .action(async (flags: Record<string, string | undefined>, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.send('POST', '/v1/blocklist/check', flags);
      show.table(answer, answer['hits'], fields(['id', 'ID'], ['kind', 'KIND']));
    });
}

function add(group: Command, terminal: Terminal): void {
  group
    .command('add <pattern>')
    .description(
      'a network (203.0.113.0/24) or a domain (@example.com) is proposed: another person confirms it',
    )
    .addOption(new Option('--kind <kind>', 'what the pattern is').choices(kinds).makeOptionMandatory())
    .requiredOption('--reason <text>', 'why')
    .requiredOption('--days <days>', 'for how many days', whole(1, mostDays))
    .option('--case <id>', 'the treatment or case that led to it')
    .action(async (pattern: string, flags: AddFlags, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const expiresAt = new Date(Date.parse(await remote.now()) + flags.days * dayMs).toISOString();
      const { kind, reason } = flags;
      const body = { kind, pattern, reason, sourceCase: flags.case, expiresAt };
      const answer = await remote.send('POST', '/v1/blocklist', body);
      const id = textField(answer, 'id', 'the entry');
      const proposed = answer['state'] === 'proposed';
      const next = proposed ? `; another person confirms it: tideline blocklist confirm ${id}` : '';
      show.line(answer, `${id} is ${textField(answer, 'state', 'there')}${next}`);
    });
}

function entries(group: Command, terminal: Terminal): void {
  const pathOf = (id: string): string => `/v1/blocklist/${encodeURIComponent(id)}`;
  group
    .command('confirm <id>')
    .description('confirm a wide pattern that somebody else has proposed')
    .action(async (id: string, _flags: object, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      show.line(await remote.send('POST', `${pathOf(id)}/confirm`), `${id} is active`);
    });
  group
    .command('remove <id>')
    .description('take an entry off the list')
    .action(async (id: string, _flags: object, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      show.line(await remote.send('DELETE', pathOf(id)), `${id} is off the block list`);
    });
}
