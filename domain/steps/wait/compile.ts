import { durationWords, listWords, plainName } from '../../plain-words';
import { checkUse } from '../../book/checks/use';
import { baseOf, defineStep, type StepSite } from '../../book/compile/step-kind';
import type { ProgramBuilder } from '../../book/compile/program-builder';
import { inside } from '../../book/report';
import { isTimeOfDay } from '../../book/schema/fields';
import { type WaitBody, waitSchema } from './schema';

const day = 86_400_000;

/** One wait; with events, its duration is the time-out. */
export const waitStep = defineStep(
  waitSchema,
  (body, site, builder) => {
    const { report } = builder.context;
    const events = body.events ?? (body.event === undefined ? [] : [body.event]);
    const forMs = body.for ?? site.timeoutMs;
    builder.events(events, body.events ? inside(site.bodyPlace, 'events') : inside(site.bodyPlace, 'event'));
    if (events.length > 0 && forMs === undefined && body.until === undefined) {
      report.error(site.bodyPlace, {
        message: 'a wait for an event needs an end',
        hint: 'add for: <duration>',
      });
    }
    if (body.for !== undefined && site.timeoutMs !== undefined) {
      report.error(inside(site.place, 'timeout'), {
        message: 'the wait says for already',
        hint: 'write one of for and timeout',
      });
    }
    if (body.where !== undefined) {
      if (events.length === 0)
        report.error(inside(site.bodyPlace, 'where'), {
          message: 'where looks at an event, and none is named',
        });
      const at = { place: inside(site.bodyPlace, 'where'), context: builder.context };
      const checked = builder.expression(body.where, 'bool', at.place);
      if (checked) checkUse(checked, ['risk', 'routing'], 'in which events count', at);
    }
    const until = untilOf(body, site, builder, forMs);
    builder.emit({
      ...baseOf(site, waitSummary(events, forMs, body)),
      op: 'wait',
      forMs,
      ...until,
      events,
      where: body.where,
    });
    builder.elapse((forMs ?? 0) + (until.untilLocal === undefined ? 0 : day));
    builder.stale = true;
  },
  { timedOut: (step) => `${step}.outcome == 'timedOut'` },
);

type Until = { readonly untilLocal?: string; readonly untilFact?: string; readonly beforeMs?: number };

function untilOf(
  { until, before }: WaitBody,
  { bodyPlace }: StepSite,
  builder: ProgramBuilder,
  forMs: number | undefined,
): Until {
  const { report } = builder.context;
  const told = until !== undefined && !isTimeOfDay(until);
  if (before !== undefined && !told)
    report.error(inside(bodyPlace, 'before'), {
      part: 'key',
      message: 'before is so long before an instant, and none is told',
      hint: 'add until: signals.<one that tells an instant>',
    });
  if (!told) return { untilLocal: until };
  builder.expression(until, 'string', inside(bodyPlace, 'until'));
  // A fact may be missing or tell a far day: the play must end all the same.
  if (forMs === undefined)
    report.error(inside(bodyPlace, 'until'), {
      message: 'a wait until a told instant needs an end of its own',
      hint: 'add for: <duration>, the longest it may take, also when nothing is told',
    });
  return { untilFact: until, ...(before !== undefined && { beforeMs: before }) };
}

function waitSummary(events: readonly string[], forMs: number | undefined, body: WaitBody): string {
  const { until, before } = body;
  const told = until !== undefined && !isTimeOfDay(until);
  const time = [
    forMs === undefined ? '' : `${told ? 'at most ' : ''}${durationWords(forMs)}`,
    until === undefined ? '' : untilWords(until, before),
  ].filter(Boolean);
  if (told) time.reverse();
  const words = time.join(told ? ', ' : ' and ');
  if (events.length === 0) return `Wait ${words}`;
  return `Wait for the event ${listWords(events.map(plainName))}, ${told ? '' : 'at most '}${words}`;
}

function untilWords(until: string, before: number | undefined): string {
  if (isTimeOfDay(until)) return `until ${until} local time`;
  const what = plainName(until.split('.').at(-1) ?? until);
  return before === undefined ? `until ${what}` : `until ${durationWords(before)} before ${what}`;
}
