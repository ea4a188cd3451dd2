import { distance } from 'fastest-levenshtein';

const leastBeginning = 4;
const leastWithSlip = 8;

/** The valid name most like a wrong one, if one is near enough to be meant, or the only one that begins so, but for a slip. */
export function nearest(name: string, valid: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length * 0.4)) + 1;
  const beginning: string[] = [];
  for (const candidate of valid) {
    const [wrong, right] = [name.toLowerCase(), candidate.toLowerCase()];
    const away = distance(wrong, right);
    if (wrong.length >= leastBeginning && beginsLike(wrong, right)) beginning.push(candidate);
    if (away < least) [best, least] = [candidate, away];
  }
  return best ?? (beginning.length === 1 ? beginning[0] : undefined);
}

// One letter too many, too few or another one: the names may still be long afterwards.
function beginsLike(wrong: string, right: string): boolean {
  if (right.startsWith(wrong)) return true;
  if (wrong.length < leastWithSlip) return false;
  return [-1, 0, 1].some((more) => distance(wrong, right.slice(0, wrong.length + more)) <= 1);
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
