import { parseExpression, type ExpressionNode } from '../../expressions/parsed';
import type { Names } from '../names';
import type { Place, Report } from '../report';
import type { BookEnvironment } from './environment';
import { wordProblems } from './known-words';
import { problemOfRead, readsOf, type ExpressionProblem, type Read } from './walk-names';
import { wholeNumberProblems } from './whole-numbers';

/** What an expression must give. */
export type Wanted = 'bool' | 'number' | 'string';

const wants = {
  bool: { types: ['bool', 'dyn'], words: 'true or false' },
  number: { types: ['double', 'int', 'dyn'], words: 'a number' },
  string: { types: ['string', 'dyn'], words: 'a text' },
} as const satisfies Record<Wanted, { readonly types: readonly string[]; readonly words: string }>;

/** An expression that passed every check. */
export interface CheckedExpression {
  readonly source: string;
  readonly ast: ExpressionNode;
  readonly reads: readonly Read[];
}

/** Checks names, literals and types of one expression and reports each fault at its own column. */
export function checkExpression(
  source: string,
  wanted: Wanted,
  where: {
    readonly environment: BookEnvironment;
    readonly names: Names;
    readonly place: Place;
    readonly report: Report;
  },
): CheckedExpression | undefined {
  const { environment, names, place, report } = where;
  const parsed = tryParse(source);
  const problems =
    'problem' in parsed ? [parsed.problem] : problemsOf(parsed.ast, source, wanted, { environment, names });
  for (const { message, hint, offset } of problems)
    report.error(place, { message, offset, ...(hint === undefined ? {} : { hint }) });
  return 'problem' in parsed || problems.length > 0
    ? undefined
    : { source, ast: parsed.ast, reads: readsOf(parsed.ast) };
}

function tryParse(source: string): { ast: ExpressionNode } | { problem: ExpressionProblem } {
  try {
    return { ast: parseExpression(source).ast };
  } catch (error) {
    const { summary, range } = error as { summary?: string; range?: { start: number } };
    const why = summary ?? (error instanceof Error ? error.message : String(error));
    return { problem: { message: `is not a CEL expression: ${why}`, offset: range?.start ?? 0 } };
  }
}

function problemsOf(
  ast: ExpressionNode,
  source: string,
  wanted: Wanted,
  { environment, names }: { environment: BookEnvironment; names: Names },
): ExpressionProblem[] {
  const unknown = readsOf(ast).flatMap((read) => problemOfRead(read, environment.schema) ?? []);
  if (unknown.length > 0) return unknown;
  const literals = [...wholeNumberProblems(ast, environment), ...wordProblems(ast, names)];
  if (literals.length > 0) return literals;
  const checked = environment.typeOf(source);
  if ('problem' in checked)
    return [{ message: `has a wrong type: ${checked.problem}`, offset: checked.offset }];
  const { types, words } = wants[wanted];
  if (types.some((type) => type === checked.type)) return [];
  return [{ message: `must give ${words}, but gives ${checked.type}`, offset: 0 }];
}
