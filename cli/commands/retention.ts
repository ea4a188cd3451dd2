import type { Command } from 'commander';
import { callOf } from '../command';
import { fields } from '../table';
import type { Terminal } from '../terminal';

interface LossFlags {
  readonly from?: string;
  readonly until?: string;
  readonly playbook?: string;
}

/** `tideline cohorts`, `tideline loss-reasons` and `tideline budgets`. */
export function retention(program: Command, terminal: Terminal): void {
  cohorts(program, terminal);
  program
    .command('loss-reasons')
    .description('why customers were lost, the most frequent reason first')
    .option('--from <instant>', 'recorded since')
    .option('--until <instant>', 'recorded before')
    .option('--playbook <playbook>', 'by treatments of one playbook')
    .action(async (flags: LossFlags, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.get('/v1/loss-reasons', { ...flags });
      show.table(
        answer,
        answer['lossReasons'],
        fields(['reason', 'REASON'], ['customers', 'CUSTOMERS'], ['worth', 'WORTH']),
      );
    });
  program
    .command('budgets')
    .description('what this month’s offers have used of each budget')
    .action(async (_flags: object, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.get('/v1/budgets');
      show.table(
        answer,
        answer['budgets'],
        fields(
          ['budget', 'BUDGET'],
          ['month', 'MONTH'],
          ['offers', 'OFFERS'],
          ['offersAllowed', 'OF'],
          ['amount', 'AMOUNT'],
          ['amountAllowed', 'OF'],
        ),
      );
    });
}

function cohorts(program: Command, terminal: Terminal): void {
  program
    .command('cohorts')
    .description('decisions that count for a cohort; an open one is decided by its approval')
    .option('--state <state>', 'open, approved or rejected; left out = all')
    .action(async (flags: { state?: string }, command: Command) => {
      const { remote, show } = await callOf(command, terminal);
      const answer = await remote.get('/v1/cohort-decisions', { ...flags });
      show.table(
        answer,
        answer['cohortDecisions'],
        fields(
          ['cohort', 'COHORT'],
          ['policy', 'POLICY'],
          ['state', 'STATE'],
          ['waiting', 'WAITING'],
          ['expectedSaving', 'SAVING'],
          ['cost', 'COST'],
          ['validUntil', 'VALID UNTIL'],
          ['approvalId', 'APPROVAL'],
        ),
      );
    });
}
