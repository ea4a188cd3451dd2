import { baseOf, defineStep, type StepSite, tooLate } from '../../book/compile/step-kind';
import type { ProgramBuilder } from '../../book/compile/program-builder';
import { inside } from '../../book/report';
import { durationWords } from '../../plain-words';
import { type HoldBody, holdSchema } from './schema';

/** Placing or releasing a hold is one effect. */
export const holdStep = defineStep(
  holdSchema,
  (body, site, builder) => {
    const { what, action, for: forMs, keep, of, approvedBy } = body;
    if (action === 'release') checkRelease(body, site, builder);
    else checkEnd(body, site, builder);
    builder.emit({
      ...baseOf(site, holdWords(body)),
      op: 'effect',
      effect: {
        kind: 'hold',
        what,
        action,
        ...(forMs !== undefined && { forMs }),
        ...(keep && { keep }),
        ...(of === 'customer' && { of }),
        ...(approvedBy !== undefined && { approvedBy }),
      },
      withinMs: site.timeoutMs,
    });
    builder.stale = false;
  },
  { timedOut: tooLate },
);

function holdWords({ what, action, for: forMs, keep, of }: HoldBody): string {
  if (action === 'release')
    return of === 'customer' ? `Release ${what}, whoever holds it` : `Release ${what}`;
  if (forMs !== undefined) return `Hold ${what} for ${durationWords(forMs)}`;
  return keep ? `Block ${what} until somebody releases it` : `Hold ${what}`;
}

function checkRelease(body: HoldBody, { bodyPlace }: StepSite, { context }: ProgramBuilder): void {
  for (const key of ['for', 'approvedBy'] as const) {
    if (body[key] !== undefined)
      context.report.error(inside(bodyPlace, key), { part: 'key', message: `a release has no ${key}` });
  }
  if (body.keep)
    context.report.error(inside(bodyPlace, 'keep'), { part: 'key', message: 'a release has no keep' });
}

// A service that is cut for good is a decision of people: maker is not checker.
function checkEnd(
  { for: forMs, keep, of, approvedBy }: HoldBody,
  { bodyPlace }: StepSite,
  builder: ProgramBuilder,
): void {
  const { context, instructions } = builder;
  if (of === 'customer')
    context.report.error(inside(bodyPlace, 'of'), {
      part: 'key',
      message: 'only a release says whose holds',
    });
  if (approvedBy === undefined) {
    if (keep && forMs === undefined)
      context.report.error(inside(bodyPlace, 'keep'), {
        part: 'key',
        message: 'a hold that outlives its treatment and has no end is for two people to decide',
        hint: 'add for: <duration>, or approvedBy: <an approve step whose policy has approvers: 2>',
      });
    return;
  }
  const approvals = instructions.flatMap((one) => (one.op === 'approve' ? [one] : []));
  const place = inside(bodyPlace, 'approvedBy');
  if (
    !context.known(
      'approve step before this one',
      approvedBy,
      approvals.map(({ step }) => step),
      place,
    )
  )
    return;
  const policy = approvals.find(({ step }) => step === approvedBy)?.policy ?? '';
  if (
    !keep ||
    forMs !== undefined ||
    context.names.fourEyes.has(policy) ||
    !context.names.approvals.has(policy)
  )
    return;
  context.report.error(place, {
    message: `a hold without an end needs two approvers, and the policy ${policy} asks one`,
    hint: 'add approvers: 2 to the policy, or for: <duration> to the hold',
  });
}
