import { InvalidDuration, parseDuration } from '../../durations';

/** One field that differs between two versions of a definition; without `from` it is new, without `to` it is gone. */
export interface FieldChange {
  /** As the author writes it: `confirmation.days`, `rules[usageDrop].points`. */
  readonly path: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** Every field that differs, in the order of the later version; the same duration in other words is no difference. */
export function fieldChanges(from: unknown, to: unknown, path = ''): FieldChange[] {
  if (isSame(from, to)) return [];
  if (isFields(from) && isFields(to)) return changesByKey(from, to, (key) => joined(path, key));
  const [earlier, later] = [byName(from), byName(to)];
  if (earlier && later) return changesByKey(earlier, later, (name) => `${path}[${name}]`);
  return [{ path, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
}

/** What differs, told to people: `wait.for: 3d → 5d`. */
export function wordsOf({ path, from, to }: FieldChange): string {
  const [missing, extra] = listDifference(from, to);
  if (missing.length + extra.length > 0)
    return `${path}: ${[...missing.map((one) => `without ${one}`), ...extra.map((one) => `with ${one}`)].join(', ')}`;
  if (from === undefined) return `${path}: new, ${shown(to)}`;
  if (to === undefined) return `${path}: gone, it was ${shown(from)}`;
  return `${path}: ${shown(from)} → ${shown(to)}`;
}

function changesByKey(from: Fields, to: Fields, name: (key: string) => string): FieldChange[] {
  const keys = [...Object.keys(to), ...Object.keys(from).filter((key) => !Object.hasOwn(to, key))];
  return keys.flatMap((key) => fieldChanges(from[key], to[key], name(key)));
}

// Items that say who they are, are compared with those of the same name, wherever they stand.
function byName(list: unknown): Fields | undefined {
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const named = list.map((item): [string | undefined, unknown] => [nameOf(item), item]);
  const names = named.map(([name]) => name);
  if (names.includes(undefined) || new Set(names).size < names.length) return undefined;
  return Object.fromEntries(named) as Fields;
}

function nameOf(item: unknown): string | undefined {
  if (!isFields(item)) return undefined;
  const name = item['id'] ?? item['code'];
  return typeof name === 'string' ? name : undefined;
}

function listDifference(from: unknown, to: unknown): [string[], string[]] {
  if (!isPlainList(from) || !isPlainList(to)) return [[], []];
  return [
    from.filter((one) => !to.includes(one)).map(shown),
    to.filter((one) => !from.includes(one)).map(shown),
  ];
}

function isPlainList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(from: unknown, to: unknown): boolean {
  if (from === to || JSON.stringify(from) === JSON.stringify(to)) return true;
  const [one, other] = [milliseconds(from), milliseconds(to)];
  return one !== undefined && one === other;
}

function milliseconds(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return parseDuration(value);
  } catch (error) {
    if (error instanceof InvalidDuration) return undefined;
    throw error;
  }
}

function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : JSON.stringify(value);
}
