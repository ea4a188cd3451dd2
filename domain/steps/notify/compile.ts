import { plainName } from '../../plain-words';
import { baseOf, defineStep, tooLate } from '../../book/compile/step-kind';
import { inside } from '../../book/report';
import { notifySchema } from './schema';

/** One note is one effect. */
export const notifyStep = defineStep(
  notifySchema,
  ({ queue, text }, site, builder) => {
    builder.context.known('queue', queue, builder.context.names.queues, inside(site.bodyPlace, 'queue'));
    builder.text(text, inside(site.bodyPlace, 'text'));
    builder.emit({
      ...baseOf(site, `Tell ${plainName(queue)}${text.includes('{{') ? '' : `: ${text}`}`),
      op: 'effect',
      effect: { kind: 'notify', queue, text },
      withinMs: site.timeoutMs,
    });
    builder.stale = false;
  },
  { timedOut: tooLate },
);
