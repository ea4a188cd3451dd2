import { baseOf, defineStep, tooLate } from '../../book/compile/step-kind';
import { inside } from '../../book/report';
import { messageSchema } from './schema';

/** One message is one effect. */
export const messageStep = defineStep(
  messageSchema,
  ({ template, channel, class: messageClass, to, within }, site, builder) => {
    builder.context.known(
      'template',
      template,
      builder.context.names.templates,
      inside(site.bodyPlace, 'template'),
    );
    builder.emit({
      ...baseOf(site, `Send ${template} by ${channel} to ${to}`),
      op: 'effect',
      effect: { kind: 'message', template, channel, class: messageClass, to },
      withinMs: within ?? site.timeoutMs,
    });
    builder.stale = false;
  },
  { timedOut: tooLate },
);
