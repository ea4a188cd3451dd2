import type { Command } from 'commander';
import { parseTreatmentId } from '../../domain/ids';
import { callOf } from '../command';
import { CliFailure, exitCodes } from '../failure';
import { paged, type PageFlags, pageQuery } from '../paging';
import type { Json } from '../remote';
import { type Column, fields } from '../table';
import type { Terminal } from '../terminal';
import { pairs, repeated, typedValue } from '../values';
import { deliver, timed } from './ways-in';

interface ListFlags extends PageFlags {
  readonly state?: string;
  readonly playbook?: string;
  readonly customer?: string;
}
const listed: readonly Column<Json>[] = [
  ...fields(['id', 'ID'], ['context', 'ABOUT'], ['state', 'STATE']),
  {
    heading: 'GROUP',
    show: ({ arm }) => (arm === 'holdout' ? 'control group: only observed' : 'treated'),
  },
  ...fields(['step', 'STEP'], ['waitingFor', 'WAITING FOR'], ['until', 'UNTIL'], ['outcome', 'OUTCOME']),
];

interface EventFlags {
  readonly id?: string;
  readonly at?: string;
  readonly data?: readonly string[];
}

/** `tideline treatments list | show | pause | resume | stop | event`. */
export function treatments(program: Command, terminal: Terminal): void {
  const group = program.command('treatments').description('the runs of playbooks');
  reads(group, terminal);
  for (const act of ['pause', 'resume', 'stop'] as const) {
    group
      .command(`${act} <id>`)
      .description(`${act} a treatment`)
      .requiredOption('--reason <text>', 'why')
      .action(async (id: string, flags: { reason: string }, command: Command) => {
        const { remote, show } = await callOf(command, terminal);
        const answer = await remote.send('POST', `${pathOf(id)}/${act}`, { reason: flags.reason });
        const inFlight = Array.isArray(answer['inFlight']) ? answer['inFlight'].length : 0;
        const under = inFlight > 0 ? `; ${inFlight} effect(s) already under way are not recalled` : '';
        show.line(answer, `${id} is ${String(answer['state'])}${under}`);
      });
  }
  group
    .command('event <id> <name> [value]')
    .description('tell a treatment what happened: a signal with its customer and context filled in')
    .option('--id <id>', 'your id of this fact (default: a new one)')
    .option('--at <instant>', 'when it was true (default: now)')
    .option('--data <name=value>', 'an attribute beside the value; repeatable', repeated)
    .action(
      async (id: string, name: string, value: string | undefined, flags: EventFlags, command: Command) => {
        const call = await callOf(command, terminal);
        await deliver(call, `${pathOf(id)}/events`, {
          ...(await timed(call, flags)),
          name,
          value: typedValue(value ?? 'true'),
          data: pairs(flags.data, '--data'),
        });
      },
    );
}

function reads(group: Command, terminal: Terminal): void {
  paged(group.command('list'), 50)
    .description('treatments with where each is now')
    .option('--state <state>', 'running, paused, ending, closed or open')
    .option('--playbook <id>')
    .option('--customer <id>')
    .action(async (flags: ListFlags, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.get('/v1/treatments', pageQuery(flags));
      show.table(answer, answer['treatments'], listed);
    });
  group
    .command('show <id>')
    .description('one treatment with its decisions, effects, approvals and tasks')
    .action(async (id: string, _flags: object, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      show.whole(await remote.get(pathOf(id)));
    });
}

function pathOf(id: string): string {
  if (!parseTreatmentId(id)) {
    const form = 'treatment:save-play:7h2k9m4qx0vz:1';
    const message = `${id} is not a treatment id, which looks like ${form}; see treatments list.`;
    throw new CliFailure(message, exitCodes.usage);
  }
  return `/v1/treatments/${encodeURIComponent(id)}`;
}
