import { yearMs } from '../../signals/derivations/last-year';
import type { Aggregate, RawSignalDefinition } from '../../signals/signal';
import { inside, type Place, type Report } from '../report';
import type { DeriveSource } from '../schema/signals-schema';

type Key = 'with' | 'then' | 'within' | 'field' | 'against';

interface Shape {
  /** Keys it cannot do without, and those it may have; all others mean nothing to it. */
  readonly needs?: readonly Key[];
  readonly may?: readonly Key[];
  /** It computes with the values, so they must be numbers. */
  readonly numeric?: boolean;
}

const shapes: Readonly<Record<Aggregate, Shape>> = {
  count: { may: ['against'] },
  sum: { may: ['against'], numeric: true },
  rate: {},
  first: { numeric: true },
  last: { numeric: true },
  distinct: { may: ['field'] },
  repeats: { may: ['field'] },
  change: { may: ['against'], numeric: true },
  trend: { numeric: true },
  gap: { needs: ['with'] },
  sequence: { needs: ['then', 'within'] },
};

const examples: Readonly<Record<Key, string>> = {
  with: 'with: <signal>',
  then: 'then: <signal>',
  within: 'within: 10m',
  field: 'field: <name under data>',
  against: 'against: lastYear',
};
const keys = Object.keys(examples) as Key[];

/** Whether the keys of a derived signal make sense together; `of` is undefined where its type is not known. */
export function checkDerivation(
  derive: DeriveSource,
  of: RawSignalDefinition | undefined,
  place: Place,
  report: Report,
): void {
  if (report.holed(inside(place, 'aggregate'))) return;
  checkKeys(derive, place, report);
  checkSpans(derive, place, report);
  if (of) checkValues(derive, of, place, report);
}

function checkKeys(derive: DeriveSource, place: Place, report: Report): void {
  const { needs = [], may = [] } = shapes[derive.aggregate];
  for (const key of keys) {
    if (report.holed(inside(place, key))) continue;
    const given = derive[key] !== undefined;
    if (needs.includes(key) && !given)
      report.error(inside(place, 'aggregate'), {
        message: `a ${derive.aggregate} needs ${key}`,
        hint: `add ${examples[key]}`,
      });
    if (!given || needs.includes(key) || may.includes(key)) continue;
    const users = Object.entries(shapes).flatMap(([aggregate, shape]) =>
      [...(shape.needs ?? []), ...(shape.may ?? [])].includes(key) ? [aggregate] : [],
    );
    report.error(inside(place, key), {
      part: 'key',
      message: `${derive.aggregate} has no ${key}`,
      hint: `leave it out; ${key} belongs to ${users.join(', ')}`,
    });
  }
  if (derive.aggregate === 'gap' && derive.with === derive.of)
    report.error(inside(place, 'with'), {
      message: `the gap between ${derive.of} and itself is always 0`,
      hint: 'name another signal',
    });
}

function checkSpans({ window, within, against }: DeriveSource, place: Place, report: Report): void {
  if (report.holed(inside(place, 'window'))) return;
  if (window <= 0) report.error(inside(place, 'window'), { message: 'a window of no length has no facts' });
  if (within !== undefined && within > window)
    report.error(inside(place, 'within'), {
      message: 'within is longer than the window, in which both facts must lie',
      hint: 'make the window longer',
    });
  if (against !== undefined && window > yearMs)
    report.error(inside(place, 'window'), {
      message: 'a window longer than a year overlaps that of last year',
      hint: 'write at most 365d',
    });
}

function checkValues(derive: DeriveSource, of: RawSignalDefinition, place: Place, report: Report): void {
  const { aggregate, equals, atMost, atLeast } = derive;
  const numeric = shapes[aggregate].numeric === true;
  const filtered = atMost !== undefined || atLeast !== undefined;
  if ((numeric || filtered) && of.type !== 'number') {
    report.error(inside(place, 'of'), {
      message: `${numeric ? aggregate : 'atMost and atLeast'} needs a number, ${of.name} is a ${of.type}`,
      hint: 'count works for every type',
    });
  }
  if (equals !== undefined && typeof equals !== of.type)
    report.error(inside(place, 'equals'), {
      message: `${of.name} is a ${of.type}, so it never equals the ${typeof equals} ${String(equals)}`,
    });
}
