import type { z } from 'zod';
import { nearest, meantBy } from './nearest';

type Key = string | number;
type Issue = z.core.$ZodIssue;

/** A misspelt key with the one that was meant. */
export interface Renamed {
  readonly path: readonly Key[];
  readonly written: string;
  readonly meant: string;
}

/** What could be made of something with faults, so that the rest of the book is checked against what was meant. */
export interface Mended<T> {
  readonly value?: T;
  readonly renamed: readonly Renamed[];
  /** Where a value was put in for what cannot be read: nothing said there is worth telling. */
  readonly holes: readonly (readonly Key[])[];
  /** Faults that showed only after others were mended. */
  readonly later: readonly Issue[];
}

/** Each fits some kind of field; the first that its schema takes is put in. */
const fillings: readonly unknown[] = ['true', '1d', 1, 0, false, [], '09:00', '2030-01-01', ['true'], {}];

/** Mends a tree along the issues of its schema; parts without issues stay the very objects they were. */
export function mend<T>(schema: z.ZodType<T>, raw: unknown, first: readonly Issue[]): Mended<T> {
  const renamed = renamedKeys(raw, first);
  let tree = withoutUnknown(raw, first);
  for (const one of renamed) tree = put(tree, [...one.path, one.meant], at(raw, [...one.path, one.written]));
  const holes: (readonly Key[])[] = [];
  const later: Issue[] = [];
  const spoilt = first.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => keysOf(path));
  for (let round = 0; round < 12; round += 1) {
    const parsed = schema.safeParse(tree);
    if (parsed.success) return { value: parsed.data, renamed, holes, later };
    const before = tree;
    for (const issue of parsed.error.issues) {
      const path = keysOf(issue.path);
      if (path.length === 0 && typeof raw !== 'object') return { renamed, holes, later };
      const known =
        first.some((one) => same(keysOf(one.path), path)) || holes.some((hole) => within(path, hole));
      if (!known && !spoilt.some((place) => same(place, path)) && issue.code !== 'unrecognized_keys')
        later.push(issue);
      tree = issue.code === 'unrecognized_keys' ? withoutUnknown(tree, [issue]) : filled(schema, tree, issue);
      if (issue.code !== 'unrecognized_keys') holes.push(path);
    }
    if (tree === before) break;
  }
  return { renamed, holes, later };
}

/** Whether a missing key is there under a wrong name, so that it is not missing. */
export function isRenamed(issue: Issue, renamed: readonly Renamed[]): boolean {
  const path = keysOf(issue.path);
  return renamed.some((one) => same([...one.path, one.meant], path));
}

/** The keys of an issue's path. */
export function keysOf(path: readonly PropertyKey[]): Key[] {
  return path.map((key) => (typeof key === 'number' ? key : String(key)));
}

/** Misspelt keys whose meant key is not there. */
export function renamedKeys(raw: unknown, issues: readonly Issue[]): Renamed[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [];
    const path = keysOf(issue.path);
    const parent = at(raw, path);
    const hints = issue.message.split('\n').filter((_line, index) => index % 2 === 1);
    const taken = new Set(typeof parent === 'object' && parent !== null ? Object.keys(parent) : []);
    return issue.keys.flatMap((written, index) => {
      const meant = meantBy(hints[index] ?? '');
      if (meant === undefined || taken.has(meant)) return [];
      taken.add(meant);
      return [{ path, written, meant }];
    });
  });
}

function withoutUnknown(raw: unknown, issues: readonly Issue[]): unknown {
  let tree = raw;
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    for (const key of issue.keys) tree = put(tree, [...keysOf(issue.path), key], undefined);
  }
  return tree;
}

function filled<T>(schema: z.ZodType<T>, tree: unknown, issue: Issue): unknown {
  const path = keysOf(issue.path);
  const written = at(tree, path);
  const words = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  const meant = typeof written === 'string' ? nearest(written, words) : undefined;
  const candidates = [...(meant === undefined ? [] : [meant]), ...words, ...fillings, undefined];
  for (const candidate of candidates) {
    const next = put(tree, path, candidate);
    const parsed = schema.safeParse(next);
    if (parsed.success || !parsed.error.issues.some((one) => same(keysOf(one.path), path))) return next;
  }
  return tree;
}

function at(tree: unknown, path: readonly Key[]): unknown {
  return path.reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null ? (node as Readonly<Record<Key, unknown>>)[key] : undefined,
    tree,
  );
}

// Copies along the path only: steps are known by the object they were read as.
function put(tree: unknown, path: readonly Key[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(tree)) {
    return (tree as readonly unknown[]).map((item, index) =>
      index === Number(key) ? put(item, rest, value) : item,
    );
  }
  const node = typeof tree === 'object' && tree !== null ? (tree as Readonly<Record<Key, unknown>>) : {};
  const below = put(node[key], rest, value);
  const { [key]: _old, ...others } = node;
  return below === undefined ? others : { ...others, [key]: below };
}

function same(one: readonly Key[], other: readonly Key[]): boolean {
  return one.length === other.length && within(one, other);
}

/** Whether a path is another one, or leads into it. */
export function within(path: readonly Key[], outer: readonly Key[]): boolean {
  return outer.every((key, index) => String(path[index]) === String(key));
}
