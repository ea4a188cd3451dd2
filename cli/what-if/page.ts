import type { WhatIfReport } from '../../simulation/what-if/report';
import { queueChart, segmentChart, weekChart } from './charts';
import { summaryLines } from './text';

type Cell = string | number;

const style = `
  :root { color-scheme: light; }
  body { font: 15px/1.5 system-ui, sans-serif; color: #1c2733; margin: 0 auto; max-width: 1000px; padding: 24px; }
  h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 32px 0 8px; }
  .quiet { color: #5b6b7b; } .warning { background: #fff4e5; border-left: 4px solid #d97706; padding: 8px 12px; margin: 6px 0; }
  table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
  th, td { text-align: left; padding: 5px 10px; border-bottom: 1px solid #e3e8ee; vertical-align: top; }
  th { font-weight: 600; color: #5b6b7b; } td.number, th.number { text-align: right; }
  svg { max-width: 100%; height: auto; } code { font-size: 13px; } p, li { overflow-wrap: anywhere; }
  @media (max-width: 700px) { body { padding: 16px; } table { display: block; overflow-x: auto; } }
`;

/** The report as one HTML file: charts are drawings inside it, and nothing is loaded from anywhere. */
export function whatIfPage(report: WhatIfReport): string {
  const { candidate, active, asOf } = report;
  const [, ...summary] = summaryLines({ ...report, warnings: [] });
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>What if ${text(candidate)} were active</title><style>${style}</style></head>
<body>
<h1>What if this book were active?</h1>
<p class="quiet"><code>${text(candidate)}</code> against the active <code>${text(active)}</code>, over the base as of ${text(asOf)}</p>
<p><strong>${report.changed} of ${report.customers} customers change segment.</strong> ${summary.map(text).join(' ')}</p>
${report.warnings.map((warning) => `<p class="warning">${text(warning)}</p>`).join('\n')}
${segments(report)}
${treatments(report)}
${weeks(report)}
${customers(report)}
<h2>Taken for granted</h2>
<ul>${report.assumptions.map((one) => `<li>${text(one)}</li>`).join('')}</ul>
</body></html>
`;
}

function segments(report: WhatIfReport): string {
  const moved = report.segments.filter(({ entered, left }) => entered + left > 0);
  if (moved.length === 0) return '<h2>Segments</h2><p>Nobody changes segment.</p>';
  const rows = moved.map(({ title, segment, before, after, entered, left }): Cell[] => [
    `${title} (${segment})`,
    before,
    after,
    entered,
    left,
  ]);
  const moves = report.moves.slice(0, 12).map(({ move, customers: count }): Cell[] => [move, count]);
  return `<h2>Who changes segment</h2>${segmentChart(moved)}
${table(['Segment', 'Before', 'After', 'Enter', 'Leave'], rows)}
<h2>From where to where</h2>${table(['Left → entered', 'Customers'], moves)}`;
}

function treatments({ plays }: WhatIfReport): string {
  if (plays.length === 0) return '<h2>Treatments</h2><p>None starts or stops.</p>';
  const rows = plays.map((play): Cell[] => [
    play.playbook,
    play.starts,
    play.heldOut,
    play.deferred,
    play.noLonger,
    play.ends,
    play.pauses,
    play.isTold,
  ]);
  const heads = ['Playbook', 'Start', 'Held out', 'Wait', 'No longer start', 'End', 'Pause', 'Are told'];
  return `<h2>Treatments</h2>${table(heads, rows)}`;
}

function weeks(report: WhatIfReport): string {
  const { load, capacity } = report;
  const queues = Object.keys(load.tasks);
  const asked = [load.messages, load.offers, load.charges, load.approvals, ...Object.values(load.tasks)];
  if (asked.flat().every((count) => count === 0))
    return '<h2>By week</h2><p>No play starts, so nothing is asked of anybody.</p>';
  const limits = new Map(capacity.map(({ what, limit, usual }) => [what, { limit, usual }]));
  const charts = queues.map((queue) => {
    const { limit, usual = 0 } = limits.get(`tasks:${queue}`) ?? {};
    return queueChart(queue, load.tasks[queue] ?? [], { usual, ...(limit !== undefined && { limit }) });
  });
  return `<h2>Messages, offers, charges and approvals by week</h2>${weekChart(load)}
<h2>Work of people by week</h2>${charts.join('\n')}`;
}

function customers({ listed }: WhatIfReport): string {
  if (listed.length === 0) return '';
  const rows = listed.map(({ customer, entered, left, starts, stops }): Cell[] => [
    customer,
    entered
      .map(({ segment, reasons }) => `${segment}: ${reasons.join('; ') || 'no reason given'}`)
      .join(' · '),
    left.map(({ segment }) => segment).join(', '),
    starts.map(({ playbook, arm }) => (arm === 'holdout' ? `${playbook} (held out)` : playbook)).join(', '),
    stops.map(({ playbook, why }) => `${playbook}: ${why}`).join(' · '),
  ]);
  return `<h2>Customers</h2><p class="quiet">The first ${listed.length} by key.</p>
${table(['Customer', 'Enters', 'Leaves', 'Starts', 'Stops'], rows)}`;
}

function table(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const isNumber = (column: number): boolean => rows.every((row) => typeof row[column] === 'number');
  const mark = (column: number): string => (isNumber(column) ? ' class="number"' : '');
  const head = heads.map((one, column) => `<th${mark(column)}>${text(one)}</th>`).join('');
  const body = rows.map(
    (row) =>
      `<tr>${row.map((cell, column) => `<td${mark(column)}>${text(String(cell))}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function text(words: string): string {
  return words.replace(/[&<>"]/g, (mark) => marks[mark] ?? mark);
}
