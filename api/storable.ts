import type { FieldFault } from './problem';

/** Says which text of a request no database can keep: NUL, or half of a surrogate pair; keys count too. */
export function unstorableFaults(data: unknown, root = ''): FieldFault[] {
  if (typeof data === 'string') return isStorable(data) ? [] : [faultOf(root)];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => {
    if (!isStorable(key)) return [faultOf(root, 'has a key that')];
    return unstorableFaults(value, root === '' ? key : `${root}.${key}`);
  });
}

/** Whether the store can keep a text. */
export function isStorable(text: string): boolean {
  // With the u flag a surrogate only matches where its other half is missing.
  return !/[\u0000\ud800-\udfff]/u.test(text);
}

function faultOf(root: string, what = ''): FieldFault {
  const field = root === '' ? 'body' : root;
  const message = `${what === '' ? '' : `${what} `}holds a character that cannot be stored`;
  return { field, message, fix: 'Remove U+0000 and unpaired surrogates from it.' };
}
