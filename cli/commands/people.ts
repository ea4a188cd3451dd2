import type { Command } from 'commander';
import { callOf } from '../command';
import { paged, type PageFlags, pageQuery } from '../paging';
import { type Json, textField } from '../remote';
import { type Column, fields } from '../table';
import type { Terminal } from '../terminal';
import { textFile } from '../values';

interface ApproveFlags {
  readonly comment?: string;
  readonly edit?: string;
  readonly subject?: string;
  readonly confirmStale?: boolean;
}

interface TaskFlags extends PageFlags {
  readonly state: string;
  readonly queue?: string;
  readonly customer?: string;
}

const ofTreatment = ['treatmentId', 'TREATMENT'] as const;

/** `tideline approvals …` and `tideline tasks …`. */
export function people(program: Command, terminal: Terminal): void {
  approvals(program.command('approvals').description('decisions people give'), terminal);
  tasks(program.command('tasks').description('work people do'), terminal);
}

function approvals(group: Command, terminal: Terminal): void {
  paged(group.command('list'))
    .option('--state <state>', 'open, approved, rejected, expired or withdrawn', 'open')
    .option('--customer <id>', 'of one customer')
    .action(async (flags: PageFlags & { state: string; customer?: string }, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.get('/v1/approvals', pageQuery(flags));
      show.table(answer, answer['approvals'], [
        ...fields(['id', 'ID'], ['policy', 'POLICY'], ['title', 'TITLE'], ['state', 'STATE']),
        approvedColumn,
        ...fields(['dueAt', 'DUE'], ofTreatment),
      ]);
    });
  group
    .command('show <id>')
    .description('the question with its evidence: scores and their history, economics, the draft')
    .action(async (id: string, _flags: object, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      show.whole(await remote.get(`/v1/approvals/${encodeURIComponent(id)}`));
    });
  const decide = async (command: Command, id: string, body: object): Promise<void> => {
    const { remote, show } = await callOf(command, terminal);
    const answer = await remote.send('POST', `/v1/approvals/${encodeURIComponent(id)}/decision`, body);
    const half = answer['state'] === 'open' ? `: ${approvedOf(answer)}; another person must approve too` : '';
    show.line(answer, `${id} is ${textField(answer, 'state', 'decided')}${half}`);
  };
  group
    .command('approve <id>')
    .option('--comment <text>')
    .option('--edit <file>', 'send the text of this file instead of the draft')
    .option('--subject <text>', 'send this subject instead of the draft’s')
    .option('--confirm-stale', 'decide although the facts have changed since the request')
    .action(async (id: string, flags: ApproveFlags, command: Command) => {
      await decide(command, id, {
        decision: 'approve',
        comment: flags.comment,
        finalSubject: flags.subject,
        finalText: flags.edit === undefined ? undefined : await textFile(terminal, flags.edit),
        confirmStale: flags.confirmStale,
      });
    });
  group
    .command('reject <id>')
    .option('--comment <text>')
    .option('--confirm-stale', 'decide although the facts have changed since the request')
    .action(async (id: string, flags: ApproveFlags, command: Command) => {
      await decide(command, id, {
        decision: 'reject',
        comment: flags.comment,
        confirmStale: flags.confirmStale,
      });
    });
}

const approvedColumn: Column<Json> = { heading: 'APPROVED', show: approvedOf };

/** '1 of 2': how many of those who must approve have. */
function approvedOf({ votes, approvers }: Json): string {
  return `${Array.isArray(votes) ? votes.length : 0} of ${String(approvers)}`;
}

function tasks(group: Command, terminal: Terminal): void {
  paged(group.command('list'))
    .option('--queue <queue>')
    .option('--state <state>', 'open, done, expired or cancelled', 'open')
    .option('--customer <id>', 'of one customer')
    .action(async (flags: TaskFlags, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.get('/v1/tasks', pageQuery(flags));
      show.table(
        answer,
        answer['tasks'],
        fields(
          ['id', 'ID'],
          ['queue', 'QUEUE'],
          ['title', 'TITLE'],
          ['state', 'STATE'],
          ['dueAt', 'DUE'],
          ofTreatment,
        ),
      );
    });
  group
    .command('complete <id>')
    .option('--result <text>', 'what came of it', 'done')
    .action(async (id: string, flags: { result: string }, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.send('POST', `/v1/tasks/${encodeURIComponent(id)}/complete`, flags);
      show.line(answer, `${id} is ${textField(answer, 'state', 'done')}`);
    });
  group
    .command('waive <id>')
    .description('let a milestone of a plan count as done although it is not')
    .requiredOption('--reason <text>', 'why it may go undone')
    .action(async (id: string, flags: { reason: string }, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.send('POST', `/v1/tasks/${encodeURIComponent(id)}/waive`, flags);
      show.line(answer, `${id} is waived`);
    });
}
