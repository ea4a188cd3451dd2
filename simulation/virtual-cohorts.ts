import { after, reached } from '../domain/machine/instants';
import type { PolicyTest } from '../domain/policy-test';
import type { ApprovalCommand } from '../domain/treatment-activities';
import type { StandingDecision, VirtualApproval, World } from './world';

/** The decisions on cohorts with which a test begins. */
export function standingDecisions(
  { cohorts = [] }: PolicyTest['given'],
  startedAt: string,
): Map<string, StandingDecision> {
  return new Map(
    cohorts.map(({ policy, cohort, decision, validForMs }) => [
      keyOf(policy, cohort),
      { approve: decision === 'approve', until: after(startedAt, validForMs) },
    ]),
  );
}

/** The cohort an approval is decided with, and the decision that stands for it now, if one does. */
export function cohortOf(
  world: World,
  { policy, cohort }: ApprovalCommand,
): { readonly cohort?: VirtualApproval['cohort']; readonly standing?: StandingDecision } {
  if (!cohort) return {};
  const key = keyOf(policy, cohort.name);
  const known = world.cohorts.get(key);
  const standing = known && !reached(known.until, world.now) ? known : undefined;
  return { cohort: { key, validForMs: cohort.validForMs }, ...(standing && { standing }) };
}

/** Lets a decision count for the cohort from now on. */
export function keepDecision(world: World, { cohort }: VirtualApproval, approve: boolean): void {
  if (cohort) world.cohorts.set(cohort.key, { approve, until: after(world.now, cohort.validForMs) });
}

function keyOf(policy: string, cohort: string): string {
  return `${policy}|${cohort}`;
}
