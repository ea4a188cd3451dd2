import type { Counts, TableReport } from '../../simulation/table/tally-report';
import { tableLines, type Column } from '../table';

// Reasons beyond these are in the JSON.
const reasonsShown = 3;

/** What a table comes to, as text for a terminal. */
export function tableReportLines({ customers, segments, playbooks }: TableReport): string[] {
  return [
    `${customers} customers played in virtual time; nothing was sent.`,
    '',
    ...tableLines(segments, [
      column('SEGMENT', ({ segment }) => segment),
      column('CUSTOMERS', (row) => row.customers),
      column('ENTERED', ({ entered }) => entered),
      column('AT THE END', ({ atEnd }) => atEnd),
      column('WHY', ({ reasons }) => counted(reasons)),
    ]),
    '',
    ...tableLines(playbooks, [
      column('PLAYBOOK', ({ playbook }) => playbook),
      column('TREATMENTS', ({ started }) => started),
      column('CUSTOMERS', (row) => row.customers),
      column('WHY', ({ why }) => counted(why)),
      column('OUTCOMES', ({ outcomes }) => counted(outcomes)),
      column('EFFECTS', ({ effects }) => counted(effects)),
    ]),
  ];
}

function column<Row>(heading: string, show: (row: Row) => unknown): Column<Row> {
  return { heading, show };
}

function counted(counts: Counts): string {
  const entries = Object.entries(counts);
  const shown = entries.slice(0, reasonsShown).map(([what, times]) => `${what} (${times})`);
  const more = entries.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
