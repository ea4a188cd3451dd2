import { baseOf, defineStep, tooLate } from '../../book/compile/step-kind';
import type { ProgramBuilder } from '../../book/compile/program-builder';
import { inside, type Place } from '../../book/report';
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
    checkAdapter(channel, inside(site.bodyPlace, 'channel'), builder);
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

function checkAdapter(channel: string, place: Place, { context: { names, report } }: ProgramBuilder): void {
  if (names.channels.has(channel)) return;
  report.error(place, {
    message: `there is no adapter for the channel "${channel}"`,
    hint: `adapters exist for: ${[...names.channels].join(', ')}`,
  });
}
