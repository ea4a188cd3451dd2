import type { PolicyTest } from '../domain/policy-test';
import type { Timeline } from './timeline';

type Told = Pick<Timeline, 'left' | 'adjusted' | 'escalated'>;

/** What differs between expected and real leaves, adjustments and escalations: each expected one must be there on its day. */
export function handlingFaults(expect: PolicyTest['expect'], timeline: Told): string[] {
  const { left = [], adjusted = [], escalated } = expect;
  return [
    ...left.flatMap(({ segment, context, day }) => {
      const days = timeline.left
        .filter((one) => one.segment === segment && (context === undefined || one.context === context))
        .map((one) => one.day);
      return days.includes(day) ? [] : [`${segment} is left on ${daysWords(days)}, not on day ${day}`];
    }),
    ...adjusted.flatMap(({ what, day, to }) => {
      const that = timeline.adjusted.filter((one) => one.what === what);
      if (that.some((one) => one.day === day && one.to === to)) return [];
      const words = that.map((one) => `on day ${one.day} to ${one.to}`);
      return [`${what} changes ${words.join(', ') || 'on no day'}, not on day ${day} to ${to}`];
    }),
    ...(escalated ? escalatedFaults(escalated, timeline.escalated) : []),
  ];
}

type Escalated = Timeline['escalated'];

// All of them: a task too many is a fault as well.
function escalatedFaults(want: Escalated, have: Escalated): string[] {
  const words = (list: Escalated) =>
    list
      .map(({ day, signal, segment, queue }) => `day ${day}: ${signal} in ${segment} to ${queue}`)
      .join(', ') || 'nothing';
  return words(want) === words(have) ? [] : [`escalated: ${words(have)}, not ${words(want)}`];
}

function daysWords(days: readonly number[]): string {
  return days.length === 0 ? 'no day' : `day ${days.join(', ')}`;
}
