import type { ExpressionNode } from './parsed';

/** Keys from the root of the scope, e.g. ['signals', 'adoption']. */
export type Path = readonly string[];

type Reader = (scope: object) => unknown;
type Keyed = Readonly<Record<string, unknown>>;

/** The path a node reads, if it is nothing but names and constant keys. */
export function pathOf(node: ExpressionNode): Path | undefined {
  if (node.op === 'id') return [node.args];
  if (node.op === '.') {
    const parent = pathOf(node.args[0]);
    return parent && [...parent, node.args[1]];
  }
  if (node.op === '[]' && node.args[1].op === 'value' && typeof node.args[1].args === 'string') {
    const parent = pathOf(node.args[0]);
    return parent && [...parent, node.args[1].args];
  }
  return undefined;
}

/** A function that reads one path of plain data: own keys only, undefined where anything on the way is missing. */
export function readerOf(path: Path): Reader {
  const [first = '', second = '', third = ''] = path;
  // Every object inherits these, so only a look for an own key tells the truth; all other keys take the fast way.
  if (path.some((key) => key in Object.prototype)) return (scope) => readOwn(scope, path);
  switch (path.length) {
    case 1:
      return (scope) => (scope as Keyed)[first];
    case 2:
      // Most of what a book asks is of a signal, and a name in the code is found quicker than one in a variable.
      if (first === 'signals') return ({ signals }: { signals?: Keyed }) => signals?.[second];
      return (scope) => keyed((scope as Keyed)[first])?.[second];
    case 3:
      return (scope) => keyed(keyed((scope as Keyed)[first])?.[second])?.[third];
    default:
      return (scope) => readOwn(scope, path);
  }
}

function keyed(value: unknown): Keyed | undefined {
  return typeof value === 'object' && value !== null ? (value as Keyed) : undefined;
}

function readOwn(scope: object, path: Path): unknown {
  let at: unknown = scope;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Keyed)[key];
  }
  return at;
}
