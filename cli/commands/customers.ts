import type { Command } from 'commander';
import { callOf } from '../command';
import { CliFailure, exitCodes } from '../failure';
import { fields } from '../table';
import type { Terminal } from '../terminal';
import { jsonFile, pair, pairs, repeated, whole } from '../values';
import { customerScores } from './customer-scores';

interface PutFlags {
  readonly attribute?: readonly string[];
  readonly zone?: string;
  readonly identity?: readonly string[];
  readonly contact?: readonly string[];
  readonly consent?: readonly string[];
  readonly file?: string;
}

/** `tideline customer put | show | timeline | scores | merge | release`. */
export function customers(program: Command, terminal: Terminal): void {
  const group = program.command('customer').description('who a customer is and what happened');
  group
    .command('put <id>')
    .description('say who a customer is; what is left out stays')
    .option('--attribute <name=value>', 'repeatable', repeated)
    .option('--zone <zone>', 'IANA time zone')
    .option('--identity <kind=value>', 'an id of the same customer elsewhere; repeatable', repeated)
    .option('--contact <id=…,role=…,email=…>', 'a person; repeatable', repeated)
    .option('--consent <channel/class=yes|no>', 'e.g. email/marketing=yes; repeatable', repeated)
    .option('--file <json>', 'the whole body')
    .action(async (id: string, flags: PutFlags, command: Command) => {
      const body = flags.file ? await jsonFile(terminal, flags.file) : bodyOf(flags);
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.send('PUT', pathOf(id), body);
      show.line(
        answer,
        `${String(answer['customerKey'])} ${answer['created'] === true ? 'created' : 'changed'}`,
      );
    });
  group
    .command('show <id>')
    .description('what is known of a customer now')
    .action(async (id: string, _flags: object, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      show.whole(await remote.get(pathOf(id)));
    });
  acts(group, terminal);
  customerScores(group, terminal);
  group
    .command('timeline <id>')
    .description('what happened to a customer, in order')
    .option('--limit <n>', 'how many entries', whole(1, 1_000), 100)
    .action(async (id: string, flags: { limit: number }, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.get(`${pathOf(id)}/timeline`, { limit: String(flags.limit) });
      show.table(
        answer,
        answer['entries'],
        fields(['at', 'AT'], ['kind', 'KIND'], ['title', 'WHAT HAPPENED'], ['treatmentId', 'TREATMENT']),
      );
    });
}

function acts(group: Command, terminal: Terminal): void {
  group
    .command('merge <id>')
    .description('make one customer of two, for good: the history of <id> joins that of --into')
    .requiredOption('--into <id>', 'the customer that is left')
    .option('--reason <text>', 'why')
    .action(async (id: string, flags: { into: string; reason?: string }, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.send('POST', `${pathOf(id)}/merge`, flags);
      const key = String(answer['customerKey']);
      show.line(
        answer,
        answer['merged'] === true ? `merged into ${key}` : `${key} already: nothing to merge`,
      );
    });
  group
    .command('release <id> <what>')
    .description('release what is held of a customer, such as account')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, what: string, flags: { reason: string }, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const body = { what, reason: flags.reason };
      show.line(await remote.send('POST', `${pathOf(id)}/release`, body), `${what} is released`);
    });
}

function bodyOf(flags: PutFlags): object {
  return {
    attributes: pairs(flags.attribute, '--attribute'),
    zone: flags.zone,
    identities: flags.identity
      ?.map((text) => pair(text, '--identity'))
      .map(([kind, value]) => ({ kind, value })),
    contacts: flags.contact?.map((text) =>
      Object.fromEntries(text.split(',').map((part) => pair(part.trim(), '--contact'))),
    ),
    consents: flags.consent?.map(consentOf),
  };
}

function consentOf(text: string): object {
  const match = /^(\w+)\/(\w+)=(yes|no)$/.exec(text);
  if (!match) throw new CliFailure(`--consent "${text}" is not channel/class=yes or =no.`, exitCodes.usage);
  return { channel: match[1], class: match[2], granted: match[3] === 'yes', source: 'cli' };
}

function pathOf(id: string): string {
  return `/v1/customers/${encodeURIComponent(id)}`;
}
