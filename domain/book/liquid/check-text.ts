import type { Schema } from '../cel/variables';
import type { Place, Report } from '../report';
import type { ReadLiquid } from './liquid-text';
import { problemOfText } from './offered';

/** Parses one Liquid text of a YAML file and reports each name it reads that nobody offers, at its own column. */
export function checkText(
  source: string,
  where: {
    readonly readLiquid: ReadLiquid;
    readonly offered: Schema;
    readonly place: Place;
    readonly report: Report;
  },
): void {
  const { readLiquid, offered, place, report } = where;
  const reading = readLiquid(source);
  if ('fault' in reading) {
    const { message, offset } = reading.fault;
    report.error(place, { message, offset });
    return;
  }
  for (const read of reading.reads) {
    const problem = problemOfText(read, offered);
    if (problem) report.error(place, problem);
  }
}

/** Reports Liquid in a text that is shown as it is written. */
export function checkPlain(source: string, what: string, place: Place, report: Report): void {
  const offset = source.search(/\{[{%]/);
  if (offset < 0) return;
  report.error(place, {
    message: `${what} is shown as it is written and holds no Liquid`,
    hint: 'write it without data of the customer',
    offset,
  });
}
