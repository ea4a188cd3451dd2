import { baseOf, defineStep, expired, type StepSite } from '../../book/compile/step-kind';
import { variablesOf } from '../../book/cel/variables';
import { problemOfRead } from '../../book/cel/walk-names';
import { checkShown, checkUse } from '../../book/checks/use';
import type { ProgramBuilder } from '../../book/compile/program-builder';
import { inside, type Place } from '../../book/report';
import { approveSchema, type ApproveBody } from './schema';

const unbounded = 14 * 86_400_000;

/** One approval is one instruction; where neither it nor the step says when it expires, the live policy does. */
export const approveStep = defineStep(
  approveSchema,
  (body, site, builder) => {
    const { policy, title, draft, evidence, remind, expire, cohort, validFor } = body;
    const { context } = builder;
    context.known('approval policy', policy, context.names.approvals, inside(site.bodyPlace, 'policy'));
    if (draft !== undefined)
      context.known('template', draft, context.names.templates, inside(site.bodyPlace, 'draft'));
    checkEvidence(evidence, inside(site.bodyPlace, 'evidence'), builder);
    checkCohort(body, site, builder);
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
      ...(cohort !== undefined && { cohort, validForMs: validFor }),
    });
    builder.elapse(expireMs ?? unbounded);
    builder.stale = false;
  },
  { timedOut: expired },
);

// One question for many customers: no text of one of them can be approved by it.
function checkCohort(
  { cohort, validFor, draft }: ApproveBody,
  site: StepSite,
  builder: ProgramBuilder,
): void {
  const { report } = builder.context;
  if ((cohort === undefined) !== (validFor === undefined)) {
    const missing = cohort === undefined ? 'cohort' : 'validFor';
    report.error(inside(site.bodyPlace, cohort === undefined ? 'validFor' : 'cohort'), {
      part: 'key',
      message: `a decision for a cohort needs ${missing} too`,
      hint: cohort === undefined ? 'add cohort: <a CEL text>' : 'add validFor: 91d',
    });
  }
  if (cohort === undefined) return;
  builder.refresh(site.id);
  const place = inside(site.bodyPlace, 'cohort');
  const named = builder.expression(cohort, 'string', place);
  if (named)
    checkUse(named, ['risk', 'routing'], 'in what is decided together', { place, context: builder.context });
  if (draft === undefined) return;
  report.error(inside(site.bodyPlace, 'draft'), {
    part: 'key',
    message: 'a decision for a cohort has no draft: its text would be of one customer',
    hint: 'delete draft, or cohort and validFor',
  });
}

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
