import type { BookContext } from '../compile/context';
import type { LevelKind } from '../level-names';
import { inside, type Place } from '../report';
import type { SegmentSource } from '../schema/segment-schema';

/** Every level a segment names must be one that policies.yaml declares. */
export function checkLevels(source: SegmentSource, place: Place, context: BookContext): void {
  const { changes, automationScope } = source;
  const named = (kind: Exclude<LevelKind, 'offer'>, name: string | undefined, ...path: string[]): void => {
    if (name !== undefined) context.known(kind, name, context.names.levels[kind], inside(place, ...path));
  };
  named('contact frequency', changes.contactFrequency, 'changes', 'contactFrequency');
  named('service level', changes.serviceLevel, 'changes', 'serviceLevel');
  named('eligibility', changes.eligibility, 'changes', 'eligibility');
  named('topic', changes.topic, 'changes', 'topic');
  named('depth', automationScope.depth, 'automationScope', 'depth');
  named('tone', automationScope.tone, 'automationScope', 'tone');
  automationScope.retrieval?.forEach((name, index) =>
    context.known(
      'source',
      name,
      context.names.levels.source,
      inside(place, 'automationScope', 'retrieval', index),
    ),
  );
  for (const kind of ['hard', 'soft'] as const) {
    source.escalation[kind].forEach((name, index) =>
      checkTrigger(name, inside(place, 'escalation', kind, index), context),
    );
  }
}

// A trigger is a fact that arrives; what is derived arrives with what it is made of.
function checkTrigger(name: string, place: Place, context: BookContext): void {
  const { signals } = context.names;
  if (!context.known('signal', name, Object.keys(signals), place)) return;
  const definition = signals[name];
  if (definition?.kind !== 'derived') return;
  context.report.error(place, {
    message: `"${name}" is derived: a trigger is a fact that arrives`,
    hint: `write ${definition.of}`,
  });
}
