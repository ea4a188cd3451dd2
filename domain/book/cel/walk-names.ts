import { childrenOf } from '../../expressions/children';
import type { ExpressionNode } from '../../expressions/parsed';
import { pathOf, type Path } from '../../expressions/path';
import { didYouMean } from '../nearest';
import type { Schema } from './variables';

/** A path an expression reads, at its place in the source. */
export interface Read {
  readonly path: Path;
  readonly offset: number;
}

/** Something wrong at a place in an expression. */
export interface ExpressionProblem {
  readonly message: string;
  readonly hint?: string;
  readonly offset: number;
}

const binders = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** All paths an expression reads, also inside `has(...)`, which the library lets pass unchecked. */
export function readsOf(node: ExpressionNode, bound: ReadonlySet<string> = new Set()): Read[] {
  const path = pathOf(node);
  if (path) return bound.has(path[0] ?? '') ? [] : [{ path, offset: node.range.start }];
  if (node.op === 'rcall' && binders.has(node.args[0])) {
    const [, list, [variable, ...body]] = node.args;
    const inner = variable?.op === 'id' ? new Set([...bound, variable.args]) : bound;
    return [...readsOf(list, bound), ...body.flatMap((part) => readsOf(part, inner))];
  }
  return childrenOf(node).flatMap((child) => readsOf(child, bound));
}

/** What is wrong with the names of a path, if anything. */
export function problemOfRead({ path, offset }: Read, schema: Schema): ExpressionProblem | undefined {
  let at: string | Schema = schema;
  let done = '';
  for (const key of path) {
    if (typeof at === 'string') {
      // Below a value there is nothing to name; the type check says so.
      return undefined;
    }
    const next: string | Schema | undefined = Object.hasOwn(at, key) ? at[key] : undefined;
    if (next === undefined) return unknown(key, done, at, offset);
    at = next;
    done = done === '' ? key : `${done}.${key}`;
  }
  return undefined;
}

function unknown(key: string, parent: string, valid: Schema, start: number): ExpressionProblem {
  const names = Object.keys(valid);
  const offset = parent === '' ? start : start + parent.length + 1;
  if (parent === '') {
    const hint = key === 'economics' ? 'add economics: to policies.yaml' : didYouMean(key, names);
    return { message: `unknown variable "${key}"`, hint, offset };
  }
  // A hyphen reads as minus, so only the first part of such a name arrives here.
  const hyphened = names.find((name) => name.startsWith(`${key}-`));
  const hint =
    hyphened === undefined
      ? didYouMean(key, names)
      : `a name with a hyphen is written ${parent}['${hyphened}']`;
  return { message: `unknown name "${parent}.${key}"`, hint, offset };
}
