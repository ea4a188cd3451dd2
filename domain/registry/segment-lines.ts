import { durationWords, listWords } from '../plain-words';
import type { Policies } from '../policies';
import type { SegmentDefinition, TreatBranch } from '../segments/segment';

/** The levels of policies.yaml, to say in words what a segment names. */
export type RegistryLevels = Pick<Policies, 'serviceLevels' | 'eligibility'> &
  Pick<Policies['contact'], 'frequencies'>;

type Level = SegmentDefinition['changes'][string] | undefined;

/** Everything the registry says of a segment, each fact with its heading, in the order in which people ask; what a segment leaves out is left out. */
export function segmentLines(
  segment: SegmentDefinition,
  levels: RegistryLevels,
): readonly (readonly [string, string])[] {
  const { need, escalation, metrics, owner, reviewOn } = segment;
  const lines: readonly (readonly [string, string])[] = [
    ['Need', need],
    ...membershipLines(segment),
    ['Starts', segment.treat.map(branchWords).join('; ')],
    ...serviceLines(segment, levels),
    ...automationLines(segment),
    ['A person at once on', names(escalation.hard)],
    ['Stakes rise on', names(escalation.soft)],
    ['Measured by', names(metrics)],
    ['Owner', `${owner}, review by ${reviewOn}`],
  ];
  return lines.filter(([, words]) => words !== '');
}

function membershipLines(segment: SegmentDefinition): readonly (readonly [string, string])[] {
  const { source, entry = '', exit = '', confirmation, dwellMs, minimumSources } = segment;
  if (source === 'external') return [['Belongs', 'whom another system reports']];
  const slow = [
    ...(confirmation ? [`confirmed on ${confirmation.days} of ${confirmation.of} days`] : []),
    ...(minimumSources > 1 ? [`from ${minimumSources} independent sources`] : []),
  ];
  const stays = [
    ...(confirmation ? [`confirmed on ${confirmation.days} of ${confirmation.of} days`] : []),
    ...(dwellMs > 0 ? [`not before ${durationWords(dwellMs)}`] : []),
    segment.onAbsent === 'stay' ? 'facts that age keep it' : 'or when its facts have aged',
  ];
  return [
    ['Enters', [code(entry), ...slow].join(', ')],
    ['Leaves', [code(exit), ...stays].join(', ')],
  ];
}

function serviceLines(
  segment: SegmentDefinition,
  levels: RegistryLevels,
): readonly (readonly [string, string])[] {
  const { routing, changes, stakes } = segment;
  const { serviceLevel, contactFrequency, eligibility } = changes;
  const service = levels.serviceLevels?.[String(serviceLevel)]?.words;
  const cap = levels.frequencies?.[String(contactFrequency)];
  const skills = routing.skills.length > 0 ? `, skills ${listWords(routing.skills, 'and')}` : '';
  return [
    ['Routing', routing.queue === '' ? '' : `${routing.queue}${skills}, priority ${routing.priority}`],
    [
      'Service level',
      joined(segment.serviceLevel === 'standard' ? '' : segment.serviceLevel, named(serviceLevel, service)),
    ],
    [
      'Contact frequency',
      named(contactFrequency, cap && `at most ${cap.messages} in ${durationWords(cap.periodMs)}`),
    ],
    ['Offers', joined(segment.eligibility.join(', '), named(eligibility, offersOf(levels, eligibility)))],
    [
      'Stakes',
      changes['stakes'] === undefined
        ? stakes
        : `${stakes}, and of everything done for a member at least ${String(changes['stakes'])}`,
    ],
  ];
}

function automationLines(segment: SegmentDefinition): readonly (readonly [string, string])[] {
  const { automationScope: scope, allowedActions, forbiddenActions, changes } = segment;
  const { words, depth, tone, retrieval } =
    typeof scope === 'string'
      ? { words: scope, depth: undefined, tone: undefined, retrieval: undefined }
      : scope;
  return [
    ['Automation', words],
    [
      'Words',
      [
        ...(changes['topic'] === undefined ? [] : [`topic ${String(changes['topic'])}`]),
        ...(depth === undefined ? [] : [`depth ${depth}`]),
        ...(tone === undefined ? [] : [`tone ${tone}`]),
        ...(retrieval === undefined ? [] : [`from ${listWords(retrieval, 'and') || 'no source'} alone`]),
      ].join(', '),
    ],
    ['Allowed', names(allowedActions)],
    ['Forbidden', names(forbiddenActions)],
  ];
}

function offersOf({ eligibility }: RegistryLevels, level: Level): string | undefined {
  const found = eligibility?.levels[String(level)];
  if (!found) return undefined;
  const words = [
    ...(found.adds.length > 0 ? [`with ${names(found.adds)}`] : []),
    ...(found.removes.length > 0 ? [`without ${names(found.removes)}`] : []),
  ];
  return words.join(', ');
}

function branchWords({ when, play, with: given }: TreatBranch): string {
  const values = Object.entries(given).map(([name, value]) => `${name} ${String(value)}`);
  const how = values.length > 0 ? ` with ${values.join(', ')}` : '';
  return `${code(play)}${how}${when === undefined ? '' : ` when ${code(when)}`}`;
}

function named(level: Level, words: string | undefined): string {
  if (level === undefined) return '';
  return words === undefined || words === '' ? String(level) : `${String(level)}: ${words}`;
}

function joined(...words: readonly string[]): string {
  return words.filter((word) => word !== '').join('; ');
}

function names(list: readonly string[]): string {
  return list.map(code).join(', ');
}

function code(text: string): string {
  return `\`${text.replace(/\s+/g, ' ').trim()}\``;
}
