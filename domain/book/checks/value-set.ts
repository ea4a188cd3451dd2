import { comparisonParts } from '../../expressions/comparison';
import type { ExpressionNode } from '../../expressions/parsed';

/** An interval of numbers; open ends leave the bound itself out. */
export interface Interval {
  readonly from: number;
  readonly fromOpen: boolean;
  readonly to: number;
  readonly toOpen: boolean;
}

/** All values of one variable for which a condition holds. */
export type ValueSet = { readonly variable: string } & (
  | { readonly kind: 'numbers'; readonly intervals: readonly Interval[] }
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly inverted: boolean }
);

const everything: Interval = { from: -Infinity, fromOpen: true, to: Infinity, toOpen: true };

/** The values for which a condition on a single variable holds; undefined for any other condition. */
export function valueSetOf(node: ExpressionNode): ValueSet | undefined {
  if (node.op === '&&' || node.op === '||') {
    const [left, right] = [valueSetOf(node.args[0]), valueSetOf(node.args[1])];
    if (!left || !right || left.variable !== right.variable) return undefined;
    if (left.kind !== 'numbers' || right.kind !== 'numbers') return undefined;
    const intervals =
      node.op === '&&'
        ? left.intervals.flatMap((one) => right.intervals.flatMap((other) => overlap(one, other) ?? []))
        : [...left.intervals, ...right.intervals];
    return { variable: left.variable, kind: 'numbers', intervals };
  }
  if (node.op === '!_') return complement(valueSetOf(node.args));
  const parts = comparisonParts(node);
  if (!parts) return undefined;
  const variable = parts.path.join('.');
  if (typeof parts.literal === 'number') {
    return { variable, kind: 'numbers', intervals: intervalsOf(parts.operator, parts.literal) };
  }
  const word = String(parts.literal);
  if (parts.operator !== '==' && parts.operator !== '!=') return undefined;
  return { variable, kind: 'words', words: [word], inverted: parts.operator === '!=' };
}

/** Whether some value is in both sets; false where they cannot be compared. */
export function overlaps(one: ValueSet, other: ValueSet): boolean {
  if (one.variable !== other.variable) return false;
  if (one.kind === 'numbers' && other.kind === 'numbers') {
    return one.intervals.some((a) => other.intervals.some((b) => overlap(a, b) !== undefined));
  }
  if (one.kind !== 'words' || other.kind !== 'words') return false;
  if (one.inverted && other.inverted) return true;
  if (one.inverted) return other.words.some((word) => !one.words.includes(word));
  return one.words.some((word) => other.words.includes(word) !== other.inverted);
}

/** Whether every value of `one` is in some of `others`. */
export function covered(one: ValueSet, others: readonly ValueSet[]): boolean {
  const same = others.filter((other) => other.variable === one.variable);
  if (one.kind === 'words') {
    return same.some(
      (other) =>
        other.kind === 'words' &&
        !one.inverted &&
        one.words.every((word) => other.words.includes(word) !== other.inverted),
    );
  }
  const cover = same.flatMap((other) => (other.kind === 'numbers' ? other.intervals : []));
  return one.intervals.every((interval) => remaining([interval], cover).length === 0);
}

function remaining(parts: readonly Interval[], cover: readonly Interval[]): readonly Interval[] {
  return cover.reduce<readonly Interval[]>(
    (left, cut) => left.flatMap((part) => outside(cut).flatMap((side) => overlap(part, side) ?? [])),
    parts,
  );
}

function complement(set: ValueSet | undefined): ValueSet | undefined {
  if (!set) return undefined;
  if (set.kind === 'words') return { ...set, inverted: !set.inverted };
  return { ...set, intervals: remaining([everything], set.intervals) };
}

function outside({ from, fromOpen, to, toOpen }: Interval): Interval[] {
  return [
    { from: -Infinity, fromOpen: true, to: from, toOpen: !fromOpen },
    { from: to, fromOpen: !toOpen, to: Infinity, toOpen: true },
  ];
}

function overlap(a: Interval, b: Interval): Interval | undefined {
  const [low, high] = [
    a.from > b.from || (a.from === b.from && a.fromOpen) ? a : b,
    a.to < b.to || (a.to === b.to && a.toOpen) ? a : b,
  ];
  const { from, fromOpen } = low;
  const { to, toOpen } = high;
  if (from > to || (from === to && (fromOpen || toOpen))) return undefined;
  return { from, fromOpen, to, toOpen };
}

function intervalsOf(operator: string, n: number): Interval[] {
  const below = (toOpen: boolean): Interval => ({ ...everything, to: n, toOpen });
  const above = (fromOpen: boolean): Interval => ({ ...everything, from: n, fromOpen });
  switch (operator) {
    case '<':
      return [below(true)];
    case '<=':
      return [below(false)];
    case '>':
      return [above(true)];
    case '>=':
      return [above(false)];
    case '!=':
      return [below(true), above(true)];
    default:
      return [{ from: n, fromOpen: false, to: n, toOpen: false }];
  }
}
