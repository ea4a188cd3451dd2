import { diffArrays } from 'diff';
import type { PolicyTest } from '../domain/policy-test';
import { effectsOf, type Observed, treatmentOf } from './policy-tests';
import { wholeDays } from './timeline';

/** One line of a comparison by days. */
export interface DayRow {
  /** Absent where what is expected has no day of its own. */
  readonly day?: number;
  readonly expected: string;
  readonly happened: string;
  /** The two sides disagree. */
  readonly differs: boolean;
}

/** A comparison of what was expected with what happened, lined up by day. */
export interface DayTable {
  readonly title: string;
  readonly rows: readonly DayRow[];
}

/** What a policy test expects beside what happened: the customer's segments, then the play's effects, refusals and end. */
export function dayTables(test: PolicyTest, timeline: Observed): readonly DayTable[] {
  const { expect, playbook } = test;
  const expects = (segment: string): boolean =>
    expect.entered.some((one) => one.segment === segment && one.reason !== undefined);
  const segments = {
    title: 'The customer, by the days of the test',
    rows: [
      ...lineUp(
        expect.entered.map(({ day, segment, context, reason }) => ({
          day,
          words: `enters ${segment}${about(context)}${because(reason)}`,
          meets: { segment, context, reason },
        })),
        timeline.entered.map(({ day, segment, context, reasons }) => ({
          day,
          words: `enters ${segment}${about(context)}${because(expects(segment) ? reasons.join('; ') : undefined)}`,
          meets: { segment, context, said: reasons },
        })),
        { all: false, same: isEntry },
      ),
      ...never(expect.neverIn, timeline.everIn),
      ...atTheEnd('is in', expect.segments, timeline.segments),
      ...atTheEnd('holds', expect.holds, timeline.holds),
      ...atTheEnd('shows the banner', expect.banners, timeline.banners),
    ],
  };
  const play = playbook === undefined ? [] : [playTable(test, timeline, playbook)];
  return [segments, ...play].filter(({ rows }) => rows.length > 0);
}

type Expectations = PolicyTest['expect'];

function playTable(test: PolicyTest, timeline: Observed, playbook: string): DayTable {
  const { expect, context } = test;
  const treatment = treatmentOf(test, timeline);
  const effects = treatment ? effectsOf(treatment.trace, treatment.startedAt) : [];
  const words = (list: typeof effects): Entry[] =>
    list.map(({ day, kind, step }) => ({ day, words: `${kind} ${step}` }));
  const started = treatment
    ? `, which started on day ${wholeDays(timeline.startedAt, treatment.startedAt)}`
    : '';
  return {
    title: `${playbook}${about(context)}, by the days since its start${started}`,
    rows: [
      ...lineUp(words(expect.effects ?? []), words(effects), {
        all: expect.effects !== undefined,
        same: (one, other) => one.words === other.words,
      }),
      ...refusals(expect, treatment),
      ...end(expect, treatment),
    ],
  };
}

interface Entry {
  readonly day: number;
  readonly words: string;
  /** Of a segment: what is expected of it, or the reasons that were given. */
  readonly meets?: {
    readonly segment: string;
    readonly context?: string;
    readonly reason?: string;
    readonly said?: readonly string[];
  };
}

// Asked in either order: the one that says why is what happened.
function isEntry({ meets: one }: Entry, { meets: other }: Entry): boolean {
  const [wanted, found] = one?.said ? [other, one] : [one, other];
  if (wanted?.segment !== found?.segment) return false;
  if (wanted?.context !== undefined && wanted.context !== found?.context) return false;
  const { reason } = wanted ?? {};
  return reason === undefined || (found?.said ?? []).some((text) => text.includes(reason));
}

function about(context: string | undefined): string {
  return context === undefined ? '' : ` about ${context}`;
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : `: ${reason}`;
}

// What nothing was said about stands there too, unmarked: without it nobody finds their way.
function lineUp(
  expected: readonly Entry[],
  happened: readonly Entry[],
  { all, same }: { readonly all: boolean; readonly same: (one: Entry, other: Entry) => boolean },
): DayRow[] {
  const parts = diffArrays([...expected], [...happened], {
    comparator: (one, other) => one.day === other.day && same(one, other),
  });
  let [at, to] = [0, 0];
  const rows = parts.flatMap(({ added, removed, count }): DayRow[] =>
    Array.from({ length: count }, () => {
      const want = added ? undefined : expected[at++];
      const have = removed ? undefined : happened[to++];
      return {
        day: (want ?? have)?.day ?? 0,
        expected: want?.words ?? '',
        happened: have?.words ?? '',
        differs: have === undefined || (want === undefined && all),
      };
    }),
  );
  return sideBySide([...rows].sort((one, other) => (one.day ?? 0) - (other.day ?? 0)));
}

// Of one day, what was expected stands beside what happened in its place.
function sideBySide(rows: readonly DayRow[]): DayRow[] {
  const joined: DayRow[] = [];
  for (const row of rows) {
    const last = joined.at(-1);
    const place = last?.day === row.day && last?.differs === true && row.differs && last.happened === '';
    if (last && place && row.expected === '') joined.splice(-1, 1, { ...last, happened: row.happened });
    else joined.push(row);
  }
  return joined;
}

function never(segments: readonly string[], everIn: readonly string[]): DayRow[] {
  return segments.map((segment) => {
    const was = everIn.includes(segment);
    return {
      expected: `is never in ${segment}`,
      happened: was ? `was in ${segment}` : `is never in ${segment}`,
      differs: was,
    };
  });
}

function atTheEnd(what: string, expected: readonly string[] | undefined, found: readonly string[]): DayRow[] {
  if (!expected) return [];
  const words = (name: string): string => `${what} ${name} at the end`;
  return [...new Set([...expected, ...found])].sort().map((name) => ({
    expected: expected.includes(name) ? words(name) : '',
    happened: found.includes(name) ? words(name) : '',
    differs: expected.includes(name) !== found.includes(name),
  }));
}

type Treatment = Observed['treatments'][number] | undefined;

function refusals(expect: Expectations, treatment: Treatment): DayRow[] {
  const refused = (treatment?.trace ?? []).filter(({ outcome }) => outcome === 'refused');
  return expect.refusals.map(({ step, code }) => {
    const found = refused.find((line) => line.step === step && line.reason === code);
    const instead = refused.find((line) => line.step === step);
    const line = found ?? instead;
    return {
      ...(treatment && line && { day: wholeDays(treatment.startedAt, line.at) }),
      expected: `${step} is refused: ${code}`,
      happened: line ? `${step} is refused: ${line.reason}` : '',
      differs: found === undefined,
    };
  });
}

function end({ outcome, reason }: Expectations, treatment: Treatment): DayRow[] {
  if (outcome === undefined && reason === undefined) return [];
  const came = treatment ? `is ${treatment.outcome}` : 'does not start';
  const wanted = outcome === 'none' ? 'does not start' : outcome === undefined ? came : `is ${outcome}`;
  const why = treatment?.reason ?? '';
  return [
    {
      ...dayOfEnd(treatment),
      expected: `${wanted}${because(reason)}`,
      happened: `${came}${because(why === '' ? undefined : why)}`,
      differs: wanted !== came || !why.includes(reason ?? ''),
    },
  ];
}

function dayOfEnd(treatment: Treatment): { day?: number } {
  if (treatment?.endedAt === undefined) return {};
  return { day: wholeDays(treatment.startedAt, treatment.endedAt) };
}

/** The tables as lines for a terminal: what differs is marked. */
export function renderDayTables(tables: readonly DayTable[]): readonly string[] {
  const rows = tables.flatMap((table) => table.rows);
  const wide = Math.max('expected'.length, ...rows.map(({ expected }) => expected.length));
  const line = (mark: string, day: string, expected: string, happened: string): string =>
    `${mark} ${day.padStart(4)}  ${expected.padEnd(wide)}  ${happened}`.trimEnd();
  return tables.flatMap(({ title, rows: own }) => [
    `${title}:`,
    line(' ', 'day', 'expected', 'happened'),
    ...own.map(({ day, expected, happened, differs }) =>
      differs
        ? line('!', dayText(day), expected || 'nothing', happened || 'nothing')
        : line(' ', dayText(day), expected, happened),
    ),
  ]);
}

function dayText(day: number | undefined): string {
  return day === undefined ? '' : String(day);
}
