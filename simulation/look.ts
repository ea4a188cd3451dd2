import { evaluate } from '../domain/evaluate';
import type { EvaluationResult } from '../domain/evaluation';
import { factsAbout, type FactsSnapshot, withMemberships } from '../domain/facts';
import { reached } from '../domain/machine/instants';
import type { Score } from '../domain/scoring/score';
import type { Dimension } from '../domain/words';
import { noteAdjustments } from './adjustments';
import { markOf } from './covered/seen';
import type { World } from './world';

/** Evaluates the customer now and keeps what it found; the evaluation takes the next position. */
export function evaluateNow(world: World): EvaluationResult {
  const same = unchanged(world);
  world.position += 1;
  if (same) return again(world, same);
  const result = look(world, world.position);
  const before = world.memberships;
  world.scores = byDimension(result.scores);
  world.memberships = result.memberships;
  world.nextEvaluationAt = result.nextEvaluationAt;
  for (const crossing of result.crossings) noteCrossing(world, crossing);
  if (result.crossings.length > 0) noteAdjustments(world, before);
  for (const { segment, state } of world.memberships) if (state !== 'entering') world.everIn.add(segment);
  world.known = known(world, result);
  return result;
}

function byDimension(scores: readonly Score[]): World['scores'] {
  const found: Partial<Record<Dimension, Score>> = {};
  for (const score of scores) found[score.dimension] = score;
  return found;
}

// Evaluated already, and neither facts nor treatments nor enough time have come since: it would say the same.
function unchanged(world: World): World['known'] {
  const { known: last, nextEvaluationAt } = world;
  if (!last?.whole || last.position !== world.position) return undefined;
  return nextEvaluationAt === undefined || !reached(nextEvaluationAt, world.now) ? last : undefined;
}

function again(world: World, last: NonNullable<World['known']>): EvaluationResult {
  const { facts, contexts } = last;
  world.known = { ...last, position: world.position, asOf: world.now };
  const { memberships } = world;
  return { facts, contexts, scores: Object.values(world.scores), memberships, crossings: [] };
}

/** Remembers a segment entered or left for the timeline, and for coverage. */
export function noteCrossing(world: World, crossing: EvaluationResult['crossings'][number]): void {
  const { segment, context, direction, reasons } = crossing;
  world.seen?.add(markOf.crossed(segment, direction));
  const { now: at } = world;
  if (direction === 'exited') {
    world.left.push({ at, segment, context });
    return;
  }
  world.entered.push({ at, segment, context, reasons });
  world.everIn.add(segment);
}

/** The facts now, of the customer or as seen from one of its contexts. */
export function factsNow(world: World, context?: string): FactsSnapshot {
  const known = knownNow(world, context === undefined ? [] : [context]);
  return { sequence: known.position, asOf: known.asOf, facts: factsAbout(known, context) };
}

/** Everything known now; nothing is computed while neither facts nor time can have changed it. */
export function knownNow(world: World, about: readonly string[] = []): NonNullable<World['known']> {
  const { known: last } = world;
  const aged = world.nextEvaluationAt !== undefined && reached(world.nextEvaluationAt, world.now);
  const seen = about.every((context) => last?.contexts?.has(context));
  if (last && seen && !aged && last.position === world.position) return last;
  world.known = known(world, look(world, world.position, about), false);
  return world.known;
}

function known(world: World, result: EvaluationResult, whole = true): NonNullable<World['known']> {
  const { position, now: asOf } = world;
  const { facts, contexts } = withMemberships(result, world.memberships);
  return { position, whole, asOf, facts, contexts };
}

function look(world: World, sequence: number, about: readonly string[] = []): EvaluationResult {
  const open = world.treatments.filter(({ phase }) => phase !== 'closed');
  return evaluate({
    book: world.book,
    customerKey: world.customerKey,
    attributes: world.attributes,
    signals: world.signals,
    invoices: world.invoices,
    previousScores: world.scores,
    memberships: world.memberships,
    openTreatments: open.map(({ playbook, input: { context } }) => ({ playbook: playbook.id, context })),
    about: about.length > 0 ? about : undefined,
    valueCuts: {
      highFrom: world.book.policies.value.floors.high,
      mediumFrom: world.book.policies.value.floors.medium,
    },
    asOf: world.now,
    sequence,
  });
}
