import type { ListedCustomer } from '../../simulation/what-if/tally';
import type { WhatIfReport } from '../../simulation/what-if/report';
import { tableLines } from '../table';

const mostListed = 10;

/** The report for a terminal. */
export function whatIfText(report: WhatIfReport): string {
  return [...summaryLines(report), ...detailLines(report)].join('\n');
}

/** What one should know before publishing. */
export function summaryLines(report: WhatIfReport): string[] {
  const { active, candidate, customers, changed, plays, warnings } = report;
  const sum = (key: 'starts' | 'heldOut' | 'ends' | 'pauses'): number =>
    plays.reduce((total, play) => total + play[key], 0);
  const load = report.load;
  const total = (weeks: readonly number[]): number => weeks.reduce((all, count) => all + count, 0);
  const tasks = Object.values(load.tasks).reduce((all, weeks) => all + total(weeks), 0);
  return [
    `${candidate} against the active ${active}: ${changed} of ${customers} customers change segment.`,
    `${sum('starts')} treatments start, ${sum('heldOut')} customers are held out, ${sum('ends')} treatments end, ${sum('pauses')} pause.`,
    `In ${report.weeks} weeks: ${total(load.messages)} messages, ${tasks} tasks, ${total(load.offers)} offers of ${total(load.offered)} in all.`,
    ...warnings.map((warning) => `WARNING: ${warning}`),
  ];
}

function detailLines(report: WhatIfReport): string[] {
  const segments = report.segments.filter(({ entered, left }) => entered + left > 0);
  return [
    ...titled('Segments', segments.length, () =>
      tableLines(segments, [
        { heading: 'SEGMENT', show: ({ segment }) => segment },
        { heading: 'BEFORE', show: ({ before }) => before },
        { heading: 'AFTER', show: ({ after }) => after },
        { heading: 'ENTER', show: ({ entered }) => entered },
        { heading: 'LEAVE', show: ({ left }) => left },
      ]),
    ),
    ...titled('Treatments', report.plays.length, () =>
      tableLines(report.plays, [
        { heading: 'PLAYBOOK', show: ({ playbook }) => playbook },
        { heading: 'START', show: ({ starts }) => starts },
        { heading: 'HELD OUT', show: ({ heldOut }) => heldOut },
        { heading: 'WAIT', show: ({ deferred }) => deferred },
        { heading: 'NO LONGER', show: ({ noLonger }) => noLonger },
        { heading: 'END', show: ({ ends }) => ends },
        { heading: 'PAUSE', show: ({ pauses }) => pauses },
        { heading: 'ARE TOLD', show: ({ isTold }) => isTold },
      ]),
    ),
    ...weekLines(report),
    ...titled(`Customers (the first ${mostListed})`, report.listed.length, () =>
      report.listed.slice(0, mostListed).map(customerLine),
    ),
    '',
    'Taken for granted:',
    ...report.assumptions.map((one) => `- ${one}`),
  ];
}

function weekLines({ load, weeks }: WhatIfReport): string[] {
  const rows = [
    { what: 'messages', counts: load.messages },
    { what: 'offers', counts: load.offers },
    { what: 'money offered', counts: load.offered },
    { what: 'charges', counts: load.charges },
    { what: 'approvals', counts: load.approvals },
    ...Object.entries(load.tasks).map(([queue, counts]) => ({ what: `tasks of ${queue}`, counts })),
  ].filter(({ counts }) => counts.some((count) => count > 0));
  return titled('By week', rows.length, () =>
    tableLines(rows, [
      { heading: 'WHAT', show: ({ what }) => what },
      ...Array.from({ length: weeks }, (_, week) => ({
        heading: String(week + 1),
        show: ({ counts }: (typeof rows)[number]) => counts[week] ?? 0,
      })),
    ]),
  );
}

function customerLine({ customer, entered, left, starts, stops }: ListedCustomer): string {
  const parts = [
    ...entered.map(
      ({ segment, reasons }) => `enters ${segment}${reasons.length > 0 ? ` (${reasons.join('; ')})` : ''}`,
    ),
    ...left.map(({ segment }) => `leaves ${segment}`),
    ...starts.map(({ playbook, arm }) =>
      arm === 'holdout' ? `held out of ${playbook}` : `starts ${playbook}`,
    ),
    ...stops.map(({ playbook, how, why }) => `${playbook} ${how === 'isTold' ? 'is told' : how}: ${why}`),
  ];
  return `${customer}: ${parts.join(', ')}`;
}

function titled(title: string, count: number, lines: () => string[]): string[] {
  return count === 0 ? [] : ['', `${title}:`, ...lines()];
}
