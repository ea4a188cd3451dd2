import { distance } from 'fastest-levenshtein';

/** The valid name most like a wrong one, if one is near enough to be meant. */
export function nearest(name: string, valid: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length * 0.4)) + 1;
  for (const candidate of valid) {
    const away = distance(name.toLowerCase(), candidate.toLowerCase());
    if (away < least) [best, least] = [candidate, away];
  }
  return best;
}

/** The name that a hint of `didYouMean` offers. */
export function meantBy(hint: string): string | undefined {
  return /^did you mean "(.+)"\?$/.exec(hint)?.[1];
}

/** 'did you mean "x"?', or the valid names if none is near. */
export function didYouMean(name: string, valid: Iterable<string>): string {
  const names = [...valid];
  const near = nearest(name, names);
  if (near !== undefined) return `did you mean "${near}"?`;
  if (names.length === 0) return 'none is defined';
  const shown = names.slice(0, 12).join(', ');
  return `valid: ${shown}${names.length > 12 ? `, … (${names.length} in all)` : ''}`;
}
