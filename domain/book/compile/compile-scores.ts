import type { ScoreDefinition, ScoreRule } from '../../scoring/score';
import { dimensions } from '../../words';
import { parsePart } from '../parse-part';
import { inside, type Place } from '../report';
import { scoresFileSchema, scoreSchema, type ScoreSource } from '../schema/scores-schema';
import type { BookContext } from './context';
import { checkUse } from '../checks/use';
import { sourcesRead } from './reads';

/** Compiles scores.yaml, in the order of the dimensions. */
export function compileScores(raw: unknown, place: Place, context: BookContext): ScoreDefinition[] {
  const file = parsePart(scoresFileSchema, raw, place, context.report);
  const scores = (file?.scores ?? []).flatMap((source, index) => {
    const at = inside(place, 'scores', index);
    const parsed = parsePart(scoreSchema, source, at, context.report);
    return parsed ? [{ definition: compileScore(parsed, at, context), at }] : [];
  });
  scores.forEach(({ definition, at }, index) => {
    const twin = scores.slice(0, index).find((one) => one.definition.dimension === definition.dimension);
    if (twin)
      context.report.error(inside(at, 'dimension'), {
        message: `${definition.dimension} has the score "${twin.definition.id}" already`,
      });
  });
  return scores
    .map(({ definition }) => definition)
    .sort((a, b) => dimensions.indexOf(a.dimension) - dimensions.indexOf(b.dimension));
}

function compileScore(source: ScoreSource, place: Place, context: BookContext): ScoreDefinition {
  checkThresholds(source, place, context);
  const seen = new Set<string>();
  return {
    id: source.id,
    dimension: source.dimension,
    predicts: source.predicts,
    tiers: source.tiers,
    minimumSources: source.minimumSources,
    rules: source.rules.map((rule, index) => {
      const at = inside(place, 'rules', index);
      if (seen.has(rule.code))
        context.report.error(inside(at, 'code'), {
          message: `the reason code "${rule.code}" is there twice`,
        });
      seen.add(rule.code);
      return compileRule(rule, at, context);
    }),
  };
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

function checkThresholds({ tiers }: ScoreSource, place: Place, { report }: BookContext): void {
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
