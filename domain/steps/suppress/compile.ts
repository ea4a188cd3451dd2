import { baseOf, defineStep, tooLate } from '../../book/compile/step-kind';
import { suppressSchema } from './schema';

/** One suppression is one effect. */
export const suppressStep = defineStep(
  suppressSchema,
  ({ channel, class: messageClass, reason }, site, builder) => {
    builder.emit({
      ...baseOf(site, `Stop ${messageClass} messages on ${channel === 'all' ? 'all channels' : channel}`),
      op: 'effect',
      effect: { kind: 'suppress', channel, class: messageClass, reason },
      withinMs: site.timeoutMs,
    });
    builder.stale = false;
  },
  { timedOut: tooLate },
);
