import { baseOf, defineStep, expired } from '../../book/compile/step-kind';
import { variablesOf } from '../../book/cel/variables';
import { problemOfRead } from '../../book/cel/walk-names';
import { checkShown } from '../../book/checks/use';
import type { ProgramBuilder } from '../../book/compile/program-builder';
import { inside, type Place } from '../../book/report';
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
    checkEvidence(evidence, inside(site.bodyPlace, 'evidence'), builder);
    builder.text(title, inside(site.bodyPlace, 'title'));
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

// Dotted paths of facts, not expressions: an approver is shown what is there, also when it is nothing.
function checkEvidence(evidence: readonly string[], place: Place, { context }: ProgramBuilder): void {
  const { names, report } = context;
  const schema = variablesOf('treat', names);
  evidence.forEach((path, index) => {
    const problem = problemOfRead({ path: path.split('.'), offset: 0 }, schema);
    if (problem) report.error(inside(place, index), problem);
    else checkShown(path.split('.'), inside(place, index), context);
  });
}
