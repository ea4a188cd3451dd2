import type { WhatIfReport } from '../../simulation/what-if/report';
import { CliFailure } from '../failure';
import { textField, type Json, type Remote } from '../remote';
import type { Terminal } from '../terminal';

/** A comparison that is done. */
export interface DoneWhatIf {
  readonly id: string;
  readonly report: WhatIfReport;
}

const lookMs = 500;

/** Has the server compare a book with the active one, tells how far it is, and gives the report. */
export async function askWhatIf(
  remote: Remote,
  files: Readonly<Record<string, string>>,
  terminal: Pick<Terminal, 'note'>,
): Promise<DoneWhatIf> {
  const { id: given } = await remote.send('POST', '/v1/books/what-if', { files });
  const id = String(given);
  let told = '';
  for (;;) {
    const run = await remote.get(`/v1/books/what-if/${id}`);
    if (run['state'] === 'done') return { id, report: run['report'] as WhatIfReport };
    if (run['state'] === 'failed')
      throw new CliFailure(`The comparison failed: ${textField(run, 'failure', 'no reason was given')}.`);
    const line = progressOf(run);
    if (line !== told && line !== '') terminal.note(line);
    told = line;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

// Told in tenths, so that a log of it stays short.
function progressOf({ done, customers }: Json): string {
  const tenth = Math.floor((Number(done) / Math.max(1, Number(customers))) * 10);
  return tenth === 0 ? '' : `${tenth * 10} % of ${String(customers)} customers compared`;
}
