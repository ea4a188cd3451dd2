import type { SignalType } from '../domain/signals/signal';

/** What a value must be, in words for people. */
export const typeWords: Readonly<Record<SignalType, string>> = {
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
};

/** What a value is, in the same words. */
export function typeOfValue(value: string | number | boolean): string {
  return typeof value === 'boolean' ? String(value) : typeWords[typeof value as 'string' | 'number'];
}
