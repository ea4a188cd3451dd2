import type { Place, Report } from '../report';
import { checkExpression, type CheckedExpression, type Wanted } from '../cel/check-expression';
import { createBookEnvironment, type BookEnvironment } from '../cel/environment';
import type { Scope } from '../cel/variables';
import type { ReadLiquid } from '../liquid/liquid-text';
import { didYouMean } from '../nearest';
import type { Names } from '../names';

/** What every part of the compiler is given. */
export interface BookContext {
  readonly names: Names;
  readonly report: Report;
  /** Checks one expression against the variables of a scope. */
  expression(source: string, wanted: Wanted, scope: Scope, place: Place): CheckedExpression | undefined;
  readonly readLiquid: ReadLiquid;
  /** Reports a name that is not in the list. */
  known(what: string, name: string, valid: Iterable<string>, place: Place): boolean;
}

/** A context with one environment for each scope, made when first asked for. */
export function createBookContext(names: Names, report: Report, readLiquid: ReadLiquid): BookContext {
  const open: ReadonlySet<string> = names.open;
  const environments = new Map<Scope, BookEnvironment>();
  const environmentOf = (scope: Scope): BookEnvironment => {
    const made = environments.get(scope) ?? createBookEnvironment(scope, names);
    environments.set(scope, made);
    return made;
  };
  return {
    names,
    report,
    readLiquid,
    expression: (source, wanted, scope, place) =>
      checkExpression(source, wanted, { environment: environmentOf(scope), names, place, report }),
    known(what, name, valid, place) {
      const list = [...valid];
      if (list.includes(name) || open.has(what)) return true;
      report.error(place, { message: `there is no ${what} "${name}"`, hint: didYouMean(name, list) });
      return false;
    },
  };
}
