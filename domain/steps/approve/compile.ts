import { baseOf, defineStep, expired } from '../../book/compile/step-kind';
import { inside } from '../../book/report';
import { approveSchema } from './schema';

const unbounded = 14 * 86_400_000;

/** One approval is one instruction; where neither it nor the step says when it expires, the live policy does. */
export const approveStep = defineStep(
  approveSchema,
  ({ policy, title, draft, evidence, remind, expire }, site, builder) => {
    const { context } = builder;
    context.known('approval policy', policy, context.names.approvals, inside(site.bodyPlace, 'policy'));
    if (draft !== undefined)
      context.known('template', draft, context.names.templates, inside(site.bodyPlace, 'draft'));
    const expireMs = expire ?? site.timeoutMs;
    if (remind !== undefined && expireMs !== undefined && remind >= expireMs) {
      context.report.error(inside(site.bodyPlace, 'remind'), {
        message: 'the reminder comes after the approval has expired',
      });
    }
    builder.emit({
      ...baseOf(site, `Ask for approval: ${title}`),
      op: 'approve',
      policy,
      title,
      draft,
      evidence,
      remindMs: remind,
      expireMs,
    });
    builder.elapse(expireMs ?? unbounded);
    builder.stale = false;
  },
  { timedOut: expired },
);
