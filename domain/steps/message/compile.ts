import { plainName } from '../../plain-words';
import { baseOf, defineStep, tooLate } from '../../book/compile/step-kind';
import type { ProgramBuilder } from '../../book/compile/program-builder';
import { checkPlain } from '../../book/liquid/check-text';
import { inside, type Place } from '../../book/report';
import type { InvitationSpec } from '../../program';
import { type MessageBody, messageSchema } from './schema';

/** One message is one effect. */
export const messageStep = defineStep(
  messageSchema,
  ({ template, channel, class: messageClass, to, within, invitation }, site, builder) => {
    builder.context.known(
      'template',
      template,
      builder.context.names.templates,
      inside(site.bodyPlace, 'template'),
    );
    checkAdapter(channel, inside(site.bodyPlace, 'channel'), builder);
    const roles = rolesOf(to, inside(site.bodyPlace, 'to'), builder);
    const [first = '', ...otherwise] = roles;
    if (invitation && channel !== 'email') {
      builder.context.report.error(inside(site.bodyPlace, 'invitation'), {
        part: 'key',
        message: `a message by ${channel} carries no calendar invitation`,
        hint: 'send it by email',
      });
    }
    if (invitation)
      checkPlain(
        invitation.title,
        'the title of a meeting',
        inside(site.bodyPlace, 'invitation', 'title'),
        builder.context.report,
      );
    builder.emit({
      ...baseOf(site, `Send “${plainName(template)}” by ${plainName(channel)} to ${roles.join(' or ')}`),
      op: 'effect',
      effect: {
        kind: 'message',
        template,
        channel,
        class: messageClass,
        to: first,
        ...(otherwise.length > 0 && { otherwise }),
        ...(invitation && { invitation: invitationOf(invitation) }),
      },
      withinMs: within ?? site.timeoutMs,
    });
    builder.stale = false;
  },
  { timedOut: tooLate },
);

function invitationOf({ title, lead, duration }: NonNullable<MessageBody['invitation']>): InvitationSpec {
  return { title, leadMs: lead, durationMs: duration };
}

function rolesOf(
  to: string | readonly string[],
  place: Place,
  { context }: ProgramBuilder,
): readonly string[] {
  const { contactRoles } = context.names;
  if (typeof to === 'string') {
    context.known('contact role', to, contactRoles, place);
    return [to];
  }
  to.forEach((role, index) => context.known('contact role', role, contactRoles, inside(place, index)));
  return to;
}

function checkAdapter(channel: string, place: Place, { context: { names, report } }: ProgramBuilder): void {
  if (names.channels.has(channel)) return;
  report.error(place, {
    message: `there is no adapter for the channel "${channel}"`,
    hint: `adapters exist for: ${[...names.channels].join(', ')}`,
  });
}
