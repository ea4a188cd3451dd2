import { nearest } from '../nearest';
import { stepKinds } from '../step-kinds';

/** Keys that every step may have beside its kind. */
export const baseKeys = ['id', 'when', 'timeout', 'onTimeout', 'summary'] as const;

/** The keys of a step as they were meant: its kinds, the keys beside it, and what is neither. */
export interface StepWords {
  readonly kinds: readonly { readonly kind: string; readonly key: string }[];
  /** By the key that was meant. */
  readonly base: Readonly<Record<string, unknown>>;
  /** Misspelt keys, with the word that was meant, if one is near. */
  readonly wrong: readonly { readonly key: string; readonly meant?: string }[];
}

/** Reads the keys of a step; a misspelt one counts as the word it is nearest to, unless that is there too. */
export function wordsOfStep(raw: object): StepWords {
  const isKind = (key: string): boolean => Object.hasOwn(stepKinds, key);
  const isBase = (key: string): boolean => baseKeys.some((one) => one === key);
  const keys = Object.keys(raw);
  const fields = raw as Readonly<Record<string, unknown>>;
  const kinds = keys.filter(isKind).map((key) => ({ kind: key, key }));
  const base: Record<string, unknown> = Object.fromEntries(
    keys.filter(isBase).map((key) => [key, fields[key]]),
  );
  const wrong = keys
    .filter((key) => !isKind(key) && !isBase(key))
    .map((key) => {
      const meant = nearest(key, [...Object.keys(stepKinds), ...baseKeys]);
      if (meant !== undefined && isKind(meant) && kinds.length === 0) kinds.push({ kind: meant, key });
      else if (meant !== undefined && isBase(meant) && !(meant in base)) base[meant] = fields[key];
      return { key, ...(meant === undefined ? {} : { meant }) };
    });
  return { kinds, base, wrong };
}
