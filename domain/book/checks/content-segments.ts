import { parseExpression } from '../../expressions/parsed';
import { readsOf } from '../cel/walk-names';
import type { Definition } from '../definitions';
import type { Names } from '../names';
import type { SegmentSource } from '../schema/segment-schema';
import { contentRead } from './use';

/** Segments whose criteria read what may vary content only, directly or through another segment, with what that is. */
export function contentSegmentsOf(
  segments: readonly Definition<SegmentSource>[],
  names: Omit<Names, 'contentSegments'>,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let before = -1;
  while (before < found.size) {
    before = found.size;
    for (const { id, source } of segments) {
      const what = found.has(id) ? undefined : contentOf(source, { ...names, contentSegments: found });
      if (what !== undefined) found.set(id, what);
    }
  }
  return found;
}

function contentOf({ entry, exit }: SegmentSource, names: Names): string | undefined {
  for (const source of [entry, exit]) {
    const read = source === undefined ? undefined : contentRead(asRead(source), names);
    if (read) return read.what;
  }
  return undefined;
}

function asRead(source: string) {
  try {
    const { ast } = parseExpression(source);
    return { source, ast, reads: readsOf(ast) };
  } catch {
    // Not CEL: reported where the segment is compiled.
    return { source, ast: parseExpression('false').ast, reads: [] };
  }
}

/** What a segment sets beyond words and language: by these it gives or takes something away. */
export function permissionsOf(source: SegmentSource): readonly string[] {
  const { routing, escalation, changes } = source;
  const set: Readonly<Record<string, boolean>> = {
    treat: source.treat.length > 0,
    priority: source.priority !== 50,
    riskTier: source.riskTier !== undefined,
    stakes: source.stakes !== 'low',
    routing: routing.queue !== undefined || routing.skills.length > 0 || routing.priority !== 3,
    serviceLevel: source.serviceLevel !== 'standard',
    eligibility: source.eligibility.length > 0,
    allowedActions: source.allowedActions.length > 0,
    forbiddenActions: source.forbiddenActions.length > 0,
    escalation: escalation.hard.length + escalation.soft.length > 0,
    ...Object.fromEntries(
      ['contactFrequency', 'serviceLevel', 'eligibility', 'stakes'].map((key) => [
        `changes.${key}`,
        Object.hasOwn(changes, key),
      ]),
    ),
  };
  return Object.entries(set).flatMap(([key, isSet]) => (isSet ? [key] : []));
}
