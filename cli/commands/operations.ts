import type { Command } from 'commander';
import { callOf } from '../command';
import { CliFailure, exitCodes } from '../failure';
import { type Json, textField } from '../remote';
import { fields } from '../table';
import type { Terminal } from '../terminal';

/** `tideline kill-switch …`, `storm …`, `sweep failures` and `audit verify`. */
export function operations(program: Command, terminal: Terminal): void {
  killSwitches(program.command('kill-switch').description('stop every effect of a scope at once'), terminal);
  storm(program.command('storm').description('the guard against a flood of crossings'), terminal);
  program
    .command('sweep')
    .description('what the passing of time brings')
    .command('failures')
    .description('what could not be done, why, and when it is tried again')
    .action(async (_flags: object, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.get('/v1/sweep/failures');
      show.table(
        answer,
        answer['failures'],
        fields(
          ['what', 'WHAT'],
          ['subject', 'OF'],
          ['failures', 'TRIES'],
          ['retryAt', 'NEXT TRY'],
          ['error', 'ERROR'],
        ),
      );
    });
  program
    .command('audit')
    .description('the ledger')
    .command('verify')
    .description('verify every chain of the ledger')
    .option('--customer-key <key>', 'only this customer’s chain')
    .action(async (flags: { customerKey?: string }, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.get('/v1/audit/verify', { ...flags });
      const holds = answer['ok'] === true;
      show.line(
        answer,
        `${String(answer['entries'])} entries in ${String(answer['chains'])} chains: ${holds ? 'all hold' : 'NOT ALL HOLD'}`,
      );
      if (!holds) throw new CliFailure(`The ledger does not verify: ${JSON.stringify(answer['problems'])}`);
    });
}

function killSwitches(group: Command, terminal: Terminal): void {
  const pathOf = (scope: string): string => `/v1/kill-switches/${encodeURIComponent(scope)}`;
  group
    .command('on <scope>')
    .description('scope: all, playbook:<id>, effect:<kind> or channel:<channel>')
    .requiredOption('--reason <text>', 'why')
    .action(async (scope: string, flags: { reason: string }, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      show.line(
        await remote.send('PUT', pathOf(scope), { reason: flags.reason }),
        `kill switch ${scope} is on`,
      );
    });
  group.command('off <scope>').action(async (scope: string, _flags: object, command: Command) => {
    const { remote, show } = await callOf(command, terminal);
    show.line(await remote.send('DELETE', pathOf(scope)), `kill switch ${scope} is off`);
  });
  group.command('list').action(async (_flags: object, command: Command) => {
    const { remote, show } = await callOf(command, terminal);
    const answer = await remote.get('/v1/kill-switches');
    show.table(
      answer,
      answer['killSwitches'],
      fields(['scope', 'SCOPE'], ['reason', 'REASON'], ['by', 'BY'], ['at', 'AT']),
    );
  });
}

function storm(group: Command, terminal: Terminal): void {
  group.command('status').action(async (_flags: object, command: Command) => {
    const { remote, show } = await callOf(command, terminal);
    const answer = await remote.get('/v1/storm-breaker');
    show.line(answer, stormWords(answer));
  });
  group
    .command('clear')
    .description('let starts go on')
    .option('--release', 'start what was held back')
    .option('--drop', 'leave what was held back unstarted')
    .action(async (flags: { release?: boolean; drop?: boolean }, command: Command) => {
      if (flags.release === flags.drop) {
        throw new CliFailure(
          'Say what happens to the starts held back: --release or --drop.',
          exitCodes.usage,
        );
      }
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.send('POST', '/v1/storm-breaker/clear', {
        held: flags.release ? 'release' : 'drop',
      });
      show.line(answer, clearedWords(answer));
    });
}

function stormWords(answer: Json): string {
  const held = Number(answer['held'] ?? 0);
  const tripped = answer['tripped'] === true;
  const state = `storm breaker: ${tripped ? `TRIPPED: ${textField(answer, 'reason', '')}` : 'clear'}`;
  if (!tripped && held === 0) return state;
  return [
    state,
    `${held} starts are held back; later ones too until it is cleared. Facts, crossings and running treatments go on.`,
    '  tideline storm clear --release   arbitrates what is held again: whoever still belongs to the segment is treated',
    '  tideline storm clear --drop      leaves what is held unstarted for good; the next crossings start again',
  ].join('\n');
}

function clearedWords(answer: Json): string {
  const { released = 0, started = 0, dropped = 0 } = answer;
  return `storm breaker cleared: ${String(released)} released, of which ${String(started)} started; ${String(dropped)} dropped`;
}
