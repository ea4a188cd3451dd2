import { after, reached } from '../domain/machine/instants';
import { caseOutcome, type CaseOutcome, type CaseRule, topicKey } from '../domain/product-issue';
import type { EffectSpec } from '../domain/program';
import type { World } from './world';

/** Cases of one topic of a field over all customers: those that belong to no issue, and whether one is open. */
export interface VirtualTopic {
  readonly waiting: readonly string[];
  readonly issueOpen: boolean;
}

/** Counts a record as the store does; what other customers have complained of is given, and nobody finishes the issue's task. */
export function countVirtually(
  world: World,
  { field, cases: rule }: Extract<EffectSpec, { kind: 'record' }>,
  topic: string | undefined,
): CaseOutcome {
  if (!rule || topic === undefined) return 'recorded';
  const key = `${field}|${topic}`;
  const known = world.topics.get(key) ?? givenTopic(world, rule, topic);
  const since = after(world.now, -rule.withinMs);
  const waiting = [...known.waiting, world.now].filter((at) => reached(since, at));
  const outcome = caseOutcome(rule, { issueOpen: known.issueOpen, waiting: waiting.length });
  const issueOpen = known.issueOpen || outcome === 'issueOpened';
  world.topics.set(key, { waiting: issueOpen ? [] : waiting, issueOpen });
  return outcome;
}

function givenTopic({ given, startedAt }: World, { issueAt }: CaseRule, topic: string): VirtualTopic {
  const [, cases = 0] = Object.entries(given.topicCases ?? {}).find(([key]) => topicKey(key) === topic) ?? [];
  return { waiting: Array<string>(cases).fill(startedAt), issueOpen: cases >= issueAt };
}
