import type { SegmentDefinition, TreatBranch } from '../../segments/segment';
import type { CheckedExpression } from '../cel/check-expression';
import { actionNames } from '../action-names';
import { checkBranches, type CheckedBranch } from '../checks/branches';
import { checkContentLayer } from '../checks/content-layer';
import { permissionsOf } from '../checks/content-segments';
import { checkHysteresis } from '../checks/hysteresis';
import { checkLevels } from '../checks/levels';
import { checkSegmentRules } from '../checks/segment-rules';
import { checkUse } from '../checks/use';
import { isElse } from '../else-branch';
import { parsePart } from '../parse-part';
import { inside, type Place } from '../report';
import { treatElseSchema, treatWhenSchema, type SegmentSource } from '../schema/segment-schema';
import type { BookContext } from './context';

/** Compiles one segment and runs its load-time checks. */
export function compileSegment(source: SegmentSource, place: Place, context: BookContext): SegmentDefinition {
  const { segment, per, dwell, routing, treat, changes, ...rest } = source;
  checkCriteria(source, place, context);
  checkSegmentRules(source, place, context.report);
  checkLevels(source, place, context);
  checkContentLayer(source, place, context);
  for (const list of ['allowedActions', 'forbiddenActions'] as const) {
    source[list].forEach((action, index) =>
      context.known('action', action, actionNames, inside(place, list, index)),
    );
  }
  if (routing.queue !== undefined) {
    context.known('queue', routing.queue, context.names.queues, inside(place, 'routing', 'queue'));
  }
  return {
    ...rest,
    id: segment,
    ...(per !== 'customer' && { per }),
    dwellMs: dwell,
    routing: { queue: routing.queue ?? '', skills: routing.skills, priority: routing.priority },
    changes: named(changes),
    treat: compileTreat(treat, inside(place, 'treat'), context),
  };
}

// A key without a level says nothing, and has no canonical form.
function named(changes: SegmentSource['changes']): SegmentDefinition['changes'] {
  return Object.fromEntries(
    Object.entries(changes).flatMap(([key, level]) => (level === undefined ? [] : [[key, level]])),
  );
}

function checkCriteria(segment: SegmentSource, place: Place, context: BookContext): void {
  const { source, entry, exit } = segment;
  for (const key of ['entry', 'exit'] as const) {
    const criterion = { entry, exit }[key];
    if (source === 'external' && criterion !== undefined) {
      context.report.error(inside(place, key), {
        part: 'key',
        message: `an external segment has no ${key}: who belongs is told from outside`,
        hint: 'leave it out, or write source: evaluated',
      });
    }
    if (source === 'evaluated' && criterion === undefined) {
      context.report.error(inside(place, key), {
        message: `${key} is missing`,
        hint: 'write a CEL condition, or source: external',
      });
    }
  }
  if (entry === undefined || exit === undefined || source === 'external') return;
  const [entryPlace, exitPlace] = [inside(place, 'entry'), inside(place, 'exit')];
  const enters = context.expression(entry, 'bool', 'segment', entryPlace);
  const leaves = context.expression(exit, 'bool', 'segment', exitPlace);
  checkReads(segment, [enters, entryPlace], context);
  checkReads(segment, [leaves, exitPlace], context);
  if (enters?.reads.length === 0)
    context.report.error(entryPlace, { message: `the condition is constant: ${entry}` });
  if (enters && leaves) checkHysteresis(enters, leaves, exitPlace, context.report);
}

// A segment that gives or takes nothing away but words may ask for anything.
function checkReads(
  segment: SegmentSource,
  [criterion, place]: [CheckedExpression | undefined, Place],
  context: BookContext,
): void {
  const permissions = permissionsOf(segment);
  if (!criterion || permissions.length === 0) return;
  checkUse(criterion, ['risk', 'routing'], `in a segment with ${permissions.join(', ')}`, { place, context });
}

function compileTreat(branches: readonly unknown[], place: Place, context: BookContext): TreatBranch[] {
  const checked: CheckedBranch[] = [];
  const compiled = branches.flatMap((raw, index): TreatBranch[] => {
    const at = inside(place, index);
    const branch = parseBranch(raw, at, context);
    if (!branch) return [];
    const { when, play } = branch;
    const playKey = when === undefined ? 'else' : 'play';
    context.known('playbook', play, context.names.playbooks.keys(), inside(at, playKey));
    checkWith(branch, at, context);
    const condition =
      when === undefined ? undefined : context.expression(when, 'bool', 'treat', inside(at, 'when'));
    if (condition)
      checkUse(condition, ['risk', 'routing'], 'in the choice of a play', {
        place: inside(at, 'when'),
        context,
      });
    checked.push({ place: at, otherwise: when === undefined, when: condition });
    return [branch];
  });
  // One branch that always holds is written `else`, so a lone constant is told as such there.
  checkBranches(checked, context.report);
  return compiled;
}

function parseBranch(raw: unknown, at: Place, { report }: BookContext): TreatBranch | undefined {
  if (isElse(raw)) {
    const parsed = parsePart(treatElseSchema, raw, at, report);
    return parsed && { play: parsed.else, with: parsed.with };
  }
  return parsePart(treatWhenSchema, raw, at, report);
}

function checkWith({ play, with: given }: TreatBranch, at: Place, context: BookContext): void {
  const declared = context.names.playbooks.get(play)?.parameters;
  if (!declared) return;
  for (const name of Object.keys(given))
    context.known(`parameter of ${play}`, name, Object.keys(declared), inside(at, 'with', name));
}
