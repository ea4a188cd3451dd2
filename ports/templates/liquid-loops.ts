import { ForTag, type Template } from 'liquidjs';

/** The list each loop of a template goes over, by the name of the loop's variable. */
export function loopsOf(templates: readonly Template[]): ReadonlyMap<string, readonly string[]> {
  return new Map(templates.flatMap(loopsIn));
}

function loopsIn(template: Template): [string, readonly string[]][] {
  const over = template instanceof ForTag ? listOf(template) : undefined;
  const own: [string, readonly string[]][] =
    template instanceof ForTag && over ? [[template.variable, over]] : [];
  return [...own, ...childrenOf(template).flatMap(loopsIn)];
}

function listOf({ collection }: ForTag): readonly string[] | undefined {
  if (!('props' in collection)) return undefined;
  const names = (collection.props as readonly unknown[]).map(nameOf);
  return names.every((name) => name !== undefined) ? names : undefined;
}

function nameOf(token: unknown): string | undefined {
  if (typeof token !== 'object' || token === null || !('content' in token)) return undefined;
  return typeof token.content === 'string' ? token.content : undefined;
}

// A tag's children are what its generator returns; it only yields to load partials, and there are none.
function childrenOf(template: Template): readonly Template[] {
  const { done, value } = template.children?.(false, true).next() ?? {};
  return done && Array.isArray(value) ? value : [];
}
