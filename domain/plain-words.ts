import { formatDuration } from './durations';

/** A name of the book or of a provider as words: 'card_updated' → 'card updated', 'noContact' → 'no contact'. */
export function plainName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
}

const units: Readonly<Record<string, string>> = { d: 'day', h: 'hour', m: 'minute', s: 'second' };

/** A duration in words: '7 days', '1 hour'. */
export function durationWords(ms: number): string {
  const short = formatDuration(ms);
  const count = Number(short.slice(0, -1));
  return `${count} ${units[short.slice(-1)] ?? ''}${count === 1 ? '' : 's'}`;
}

/** 'a', 'a or b', 'a, b or c'. */
export function listWords(words: readonly string[], last = 'or'): string {
  const head = words.slice(0, -1).join(', ');
  return head === '' ? (words[0] ?? '') : `${head} ${last} ${words.at(-1)}`;
}
