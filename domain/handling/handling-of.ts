import type { CompiledBook } from '../compiled-book';
import { segmentsById } from '../segments/by-id';
import { contentOrder } from '../segments/layers';
import type { SegmentDefinition } from '../segments/segment';
import { contentOf } from './content-of';
import { eligibilityOf } from './eligibility-of';
import { firstOf } from './first-of';
import type { AdjustableHandling, Handling, Routing } from './handling';
import { type Belonging, inOrder, orderBy, sinceBySegment } from './in-order';
import { quickestService } from './quickest-service';
import { type SoftTrigger, stakesOf } from './stakes-of';
import { strictestFrequency } from './strictest-frequency';

/** The parts of a book that say how customers are handled. */
export type HandlingBook = Pick<CompiledBook, 'segments' | 'policies'>;

/**
 * Resolves what holds for a member of several segments:
 * - routing: the first layer that names a queue, risk before value;
 * - service level: the quickest; contact frequency: the strictest; eligibility: what nobody takes away; stakes: the highest;
 * - content: the first layer that names it, from intent to psychographic.
 * Within a layer the highest priority counts, then the membership that began last.
 */
export function handlingOf(
  { segments, policies }: HandlingBook,
  memberOf: readonly Belonging[],
  soft: readonly SoftTrigger[] = [],
): Handling {
  const since = sinceBySegment(memberOf);
  const inside = segmentsOf(since, segments);
  const members = inOrder(inside, since);
  const routing = firstOf(members, routingOf);
  const content = contentOf(inContentOrder(inside.filter(hasContent), since), members);
  return { routing, content, ...adjustablesOf(policies, members, soft) };
}

/** The part of it that the gate judges by and crossings are told to change; asked at every effect, so nothing else is resolved. */
export function adjustableOf(
  { segments, policies }: HandlingBook,
  memberOf: readonly Belonging[],
  soft: readonly SoftTrigger[] = [],
): AdjustableHandling {
  const since = sinceBySegment(memberOf);
  return adjustablesOf(policies, inOrder(segmentsOf(since, segments), since), soft);
}

function adjustablesOf(
  policies: HandlingBook['policies'],
  members: readonly SegmentDefinition[],
  soft: readonly SoftTrigger[],
): AdjustableHandling {
  return {
    serviceLevel: quickestService(policies.serviceLevels, members),
    contactFrequency: strictestFrequency(policies.contact.frequencies, members),
    eligibility: eligibilityOf(policies.eligibility, members),
    stakes: stakesOf(members, soft),
  };
}

function segmentsOf(
  since: ReadonlyMap<string, string>,
  segments: readonly SegmentDefinition[],
): readonly SegmentDefinition[] {
  const byId = segmentsById(segments);
  const inside: SegmentDefinition[] = [];
  for (const id of since.keys()) {
    const segment = byId.get(id);
    if (segment) inside.push(segment);
  }
  return inside;
}

const inContentOrder = orderBy(contentOrder);

function hasContent({ layer }: SegmentDefinition): boolean {
  return contentOrder.includes(layer);
}

function routingOf({ routing }: SegmentDefinition): Routing | undefined {
  return routing.queue === '' ? undefined : routing;
}
