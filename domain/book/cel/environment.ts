import { Environment } from '@marcbachmann/cel-js';
import type { Names } from '../names';
import { variablesOf, type Schema, type Scope } from './variables';

/** A typed environment for one scope, with the schema it was made of. */
export interface BookEnvironment {
  readonly scope: Scope;
  readonly schema: Schema;
  /** The type of an expression, or what is wrong with it. */
  typeOf(source: string): { readonly type: string } | { readonly problem: string; readonly offset: number };
}

/** Type-checks expressions against the names of a book; for loading only, never in the workflow bundle. */
export function createBookEnvironment(
  scope: Scope,
  names: Names,
  steps: readonly string[] = [],
): BookEnvironment {
  const schema = variablesOf(scope, names, steps);
  const environment = new Environment();
  for (const [name, type] of Object.entries(schema)) {
    if (typeof type === 'string') environment.registerVariable(name, type);
    else environment.registerVariable({ name, schema: type });
  }
  return {
    scope,
    schema,
    typeOf(source) {
      const checked = environment.check(source);
      if (checked.valid) return { type: checked.type ?? 'dyn' };
      const error = checked.error as { summary?: string; range?: { start: number }; message: string };
      return { problem: error.summary ?? error.message, offset: error.range?.start ?? 0 };
    },
  };
}
