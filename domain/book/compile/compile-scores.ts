import type { ScoreCohort, ScoreDefinition, ScoreRule } from '../../scoring/score';
import type { BookFile } from '../book-file';
import { checkScores, type PlacedScore } from '../checks/scores';
import { checkUse } from '../checks/use';
import { parsePart } from '../parse-part';
import { inside, type Place } from '../report';
import { scoresFileSchema, scoreSchema, type ScoreSource } from '../schema/scores-schema';
import type { BookContext } from './context';
import { compileScorecard } from './compile-scorecard';
import { inOrderOfUse } from './order-of-scores';
import { sourcesRead } from './reads';

/** Where the scores are written, and the files of their models. */
export interface ScoreFiles {
  readonly scores: BookFile;
  readonly models: readonly BookFile[];
}

interface Placed {
  readonly source: ScoreSource;
  readonly at: Place;
}

/** Compiles scores.yaml with its models: by dimension, in each the most specific definition first. */
export function compileScores({ scores, models }: ScoreFiles, context: BookContext): ScoreDefinition[] {
  const place: Place = { file: scores, path: [] };
  const file = parsePart(scoresFileSchema, scores.tree, place, context.report);
  const placed = (file?.scores ?? []).flatMap((source, index): Placed[] => {
    const at = inside(place, 'scores', index);
    const parsed = parsePart(scoreSchema, source, at, context.report);
    return parsed ? [{ source: parsed, at }] : [];
  });
  const compiled = placed.flatMap((one): PlacedScore[] => {
    const definition = compileScore(one, baseOf(one, placed, context), { models, context });
    return definition ? [{ definition, at: one.at }] : [];
  });
  checkScores(compiled, compiled.length === (file?.scores ?? []).length, context.report);
  return inOrderOfUse(compiled.map(({ definition }) => definition));
}

// What a definition extends is for everybody, so that nobody has to look further than one step.
function baseOf({ source, at }: Placed, placed: readonly Placed[], context: BookContext): Placed | undefined {
  if (source.extends === undefined) return undefined;
  const general = placed.filter(
    (one) => one.source.dimension === source.dimension && !one.source.cohort && one.source !== source,
  );
  const found = general.find((one) => one.source.id === source.extends);
  if (!found)
    context.known(
      `${source.dimension} score for everybody`,
      source.extends,
      general.map((one) => one.source.id),
      inside(at, 'extends'),
    );
  return found;
}

function compileScore(
  { source, at }: Placed,
  base: Placed | undefined,
  { models, context }: { readonly models: readonly BookFile[]; readonly context: BookContext },
): ScoreDefinition | undefined {
  const { predicts, tiers, minimumSources = 1 } = { ...base?.source, ...given(source) };
  const rules = source.model ? placedRules({ source, at }) : rulesOf({ source, at }, base);
  if (predicts === undefined) context.report.error(inside(at, 'predicts'), { message: 'is missing' });
  if (!tiers) context.report.error(inside(at, 'tiers'), { message: 'is missing' });
  if (predicts === undefined || !tiers) return undefined;
  checkGround(rules.length > 0, source.model !== undefined, at, context);
  const scorecard = source.model && modelOf(source.model.file, inside(at, 'model'), { models, context });
  checkThresholds({ tiers }, at, context);
  return {
    id: source.id,
    dimension: source.dimension,
    predicts,
    ...(source.cohort && { cohort: compileCohort(source.cohort, inside(at, 'cohort', 'when'), context) }),
    tiers,
    minimumSources,
    rules: compileRules(rules, context),
    ...(scorecard && { scorecard }),
  };
}

// What is left out must not stand in front of what is extended.
function given({ predicts, tiers, minimumSources }: ScoreSource): Partial<ScoreSource> {
  return {
    ...(predicts !== undefined && { predicts }),
    ...(tiers && { tiers }),
    ...(minimumSources !== undefined && { minimumSources }),
  };
}

function checkGround(hasRules: boolean, hasModel: boolean, at: Place, { report }: BookContext): void {
  if (hasRules !== hasModel || report.holed(inside(at, 'rules'))) return;
  report.error(inside(at, hasModel ? 'model' : 'rules'), {
    part: 'key',
    message: `a score has rules or a model, this one has ${hasModel ? 'both' : 'neither'}`,
    hint: hasModel ? 'delete one of them' : 'write rules: or model: { file: models/<name>.json }',
  });
}

function compileCohort(cohort: ScoreCohort, at: Place, context: BookContext): ScoreCohort {
  const when = context.expression(cohort.when, 'bool', 'score', at);
  if (when) checkUse(when, ['risk', 'routing'], 'in whom a score is for', { place: at, context });
  if (when?.reads.length === 0)
    context.report.error(at, { message: `the condition of a cohort is constant: ${cohort.when}` });
  return cohort;
}

function modelOf(
  path: string,
  at: Place,
  { models, context }: { readonly models: readonly BookFile[]; readonly context: BookContext },
) {
  const paths = models.map((file) => file.path);
  if (!context.known('model file', path, paths, inside(at, 'file'))) return undefined;
  const file = models.find((one) => one.path === path);
  return file && compileScorecard(file, context);
}

interface PlacedRule {
  readonly rule: ScoreSource['rules'][number];
  readonly at: Place;
}

function placedRules({ source, at }: Placed): PlacedRule[] {
  return source.rules.map((rule, index) => ({ rule, at: inside(at, 'rules', index) }));
}

// A rule with the code of one that is extended stands in its place.
function rulesOf(own: Placed, base: Placed | undefined): PlacedRule[] {
  const rules = placedRules(own);
  const codes = new Set(rules.map(({ rule }) => rule.code));
  const inherited = base ? placedRules(base).filter(({ rule }) => !codes.has(rule.code)) : [];
  return [...inherited, ...rules];
}

function compileRules(rules: readonly PlacedRule[], context: BookContext): ScoreRule[] {
  const seen = new Set<string>();
  return rules.map(({ rule, at }) => {
    if (seen.has(rule.code))
      context.report.error(inside(at, 'code'), {
        message: `the reason code "${rule.code}" is there twice`,
      });
    seen.add(rule.code);
    return compileRule(rule, at, context);
  });
}

function compileRule(rule: ScoreSource['rules'][number], place: Place, context: BookContext): ScoreRule {
  const at = inside(place, 'when');
  const when = context.expression(rule.when, 'bool', 'score', at);
  if (when) checkUse(when, ['risk'], 'in a score', { place: at, context });
  if (when?.reads.length === 0)
    context.report.error(at, { message: `the condition is constant: ${rule.when}` });
  rule.ignoredWhileOpen.forEach((play, index) =>
    context.known('playbook', play, context.names.playbooks.keys(), inside(place, 'ignoredWhileOpen', index)),
  );
  return { ...rule, sources: when ? sourcesRead(when, context.names.signals) : [] };
}

function checkThresholds(
  { tiers }: Pick<ScoreDefinition, 'tiers'>,
  place: Place,
  { report }: BookContext,
): void {
  if (report.holed(inside(place, 'tiers'))) return;
  for (const tier of ['high', 'medium'] as const) {
    if (tiers[tier].leave > tiers[tier].enter) {
      report.error(inside(place, 'tiers', tier, 'leave'), {
        message: `the exit is easier than the entry: ${tier} is left below ${tiers[tier].leave} and entered at ${tiers[tier].enter}`,
        hint: `leave must be at most ${tiers[tier].enter}`,
      });
    }
  }
  if (tiers.medium.enter >= tiers.high.enter) {
    report.error(inside(place, 'tiers', 'medium', 'enter'), { message: 'medium must begin below high' });
  }
}
