import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const schema = z.array(
  z.strictObject({
    area: z.string(),
    points: z.array(
      z.strictObject({
        says: z.string(),
        /** File below config/book. */
        in: z.string(),
        /** Text of the line. */
        at: z.string(),
        /** The first of several such lines. */
        first: z.boolean().default(false),
        /** The line ends with the text. */
        whole: z.boolean().default(false),
      }),
    ),
  }),
);
type Point = z.output<typeof schema>[number]['points'][number];

const root = path.join(__dirname, '..');

/** The page that says for each point of the book's specification which line keeps it; throws where one does not. */
export function specificationPage(): string {
  const areas = schema.parse(
    parse(readFileSync(path.join(root, 'docs/specification-points.yaml'), 'utf8')) as unknown,
  );
  const parts = areas.map(({ area, points }) =>
    [
      `## ${area}\n`,
      '| what the book does | where |',
      '|---|---|',
      ...points.map((point) => {
        const line = lineOf(point);
        return `| ${point.says} | [${point.in}:${line}](../config/book/${point.in}#L${line}) |`;
      }),
      '',
    ].join('\n'),
  );
  return [
    '# The specification, point by point\n',
    'Made from [specification-points.yaml](specification-points.yaml) by `npm run -s write:specification`; a test fails where a line is gone.\n',
    ...parts,
  ].join('\n');
}

function lineOf({ in: file, at, first, whole }: Point): number {
  const lines = readFileSync(path.join(root, 'config/book', file), 'utf8').split('\n');
  const found = lines.flatMap((line, index) =>
    (whole ? line.endsWith(at) : line.includes(at)) ? [index + 1] : [],
  );
  const [line] = found;
  if (line === undefined || (found.length > 1 && !first))
    throw new Error(`"${at}" stands ${found.length} times in ${file}, not once`);
  return line;
}
