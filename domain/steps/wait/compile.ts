import { durationWords, listWords, plainName } from '../../plain-words';
import { baseOf, defineStep } from '../../book/compile/step-kind';
import { inside } from '../../book/report';
import { waitSchema } from './schema';

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
      builder.expression(body.where, 'bool', inside(site.bodyPlace, 'where'));
    }
    builder.emit({
      ...baseOf(site, waitSummary(events, forMs, body.until)),
      op: 'wait',
      forMs,
      untilLocal: body.until,
      events,
      where: body.where,
    });
    builder.elapse((forMs ?? 0) + (body.until === undefined ? 0 : day));
    builder.stale = true;
  },
  { timedOut: (step) => `${step}.outcome == 'timedOut'` },
);

function waitSummary(
  events: readonly string[],
  forMs: number | undefined,
  until: string | undefined,
): string {
  const time = [
    forMs === undefined ? '' : durationWords(forMs),
    until === undefined ? '' : `until ${until} local time`,
  ].filter(Boolean);
  if (events.length === 0) return `Wait ${time.join(' and ')}`;
  return `Wait for the event ${listWords(events.map(plainName))}, at most ${time.join(' and ')}`;
}
