/** Whether two values are the same plain data; a field that is undefined is a field that is absent. */
export function sameData(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  return coveredBy(a, b) && coveredBy(b, a, 'keys');
}

function coveredBy(a: object, b: object, what: 'values' | 'keys' = 'values'): boolean {
  const other = b as Record<string, unknown>;
  return Object.entries(a).every(
    ([key, value]) =>
      value === undefined || (what === 'keys' ? other[key] !== undefined : sameData(value, other[key])),
  );
}
