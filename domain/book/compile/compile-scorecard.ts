import type { Scorecard } from '../../scoring/scorecard';
import type { BookFile } from '../book-file';
import { checkUse } from '../checks/use';
import { parsePart } from '../parse-part';
import { inside, type Place } from '../report';
import { scorecardSchema } from '../schema/scorecard-schema';
import type { BookContext } from './context';
import { sourcesRead } from './reads';

/** Compiles the model of a score from its file; the file's faults are told at their places. */
export function compileScorecard(file: BookFile, context: BookContext): Scorecard | undefined {
  const place: Place = { file, path: [] };
  const source = parsePart(scorecardSchema, file.tree, place, context.report);
  if (!source) return undefined;
  const seen = new Set<string>();
  return {
    name: source.model,
    version: source.version,
    intercept: source.intercept,
    features: source.features.map(({ reference, ...feature }, index) => {
      const at = inside(place, 'features', index);
      if (seen.has(feature.code))
        context.report.error(inside(at, 'code'), { message: `the code "${feature.code}" is there twice` });
      seen.add(feature.code);
      feature.ignoredWhileOpen.forEach((play, n) =>
        context.known('playbook', play, context.names.playbooks.keys(), inside(at, 'ignoredWhileOpen', n)),
      );
      const sources = sourcesOfValue(feature.value, inside(at, 'value'), context);
      return { ...feature, reference: reference ?? feature.missing, sources };
    }),
  };
}

function sourcesOfValue(value: string, place: Place, context: BookContext) {
  const checked = context.expression(value, 'number', 'score', place);
  if (!checked) return [];
  checkUse(checked, ['risk'], 'in a model', { place, context });
  if (checked.reads.length === 0)
    context.report.error(place, {
      message: `the value is constant: ${value}`,
      hint: 'add it to the intercept',
    });
  return sourcesRead(checked, context.names.signals);
}
