import type { CompiledBook } from '../compiled-book';
import { compileCondition } from '../expressions/condition';
import { compileNumber } from '../expressions/number';
import { prepareRule, type PreparedScore } from '../scoring/prepared-score';
import { inOrderOfNeed, prepareSegment, type PreparedSegment } from '../segments/prepared-segment';
import { derivationOf } from '../signals/derive';
import type { Derivation } from '../signals/derivations/derivation';
import type { SlotPlan } from '../signals/fact-table';
import { madeOf, type RawSignalDefinition, type SignalDefinition } from '../signals/signal';
import { sourceSet, type SourceSet } from '../signals/source-set';
import type { Valuation } from '../value';
import type { Dimension } from '../words';

/** A raw signal and its place in the fact table. */
export interface RawSlot {
  readonly name: string;
  readonly slot: number;
  readonly maximumAgeMs: number;
}

/** A derived signal, how it is computed and the places of what it is derived from; -1 = nothing. */
export interface DerivedSlot {
  readonly name: string;
  readonly derivation: Derivation;
  readonly of: number;
  readonly other: number;
}

/** A book with everything that does not depend on a customer already done. */
export interface PreparedBook {
  readonly plan: SlotPlan;
  readonly raw: readonly RawSlot[];
  readonly derived: readonly DerivedSlot[];
  readonly scores: readonly PreparedScore[];
  readonly segments: readonly PreparedSegment[];
  /** Ids of the segments decided here, and of those that others decide. */
  readonly evaluated: ReadonlySet<string>;
  readonly external: ReadonlySet<string>;
  readonly valuation: Valuation;
}

// Keyed by the object, so that a book is compiled once and forgotten with it.
const prepared = new WeakMap<CompiledBook, PreparedBook>();

/** The prepared form of a book, made at its first use. */
export function prepareBook(book: CompiledBook): PreparedBook {
  const known = prepared.get(book);
  if (known) return known;
  const made = prepare(book);
  prepared.set(book, made);
  return made;
}

function prepare(book: CompiledBook): PreparedBook {
  const definitions = Object.values(book.signals);
  const raw = definitions.filter(isRaw).map((signal, slot) => ({ ...signal, slot }));
  const slotOf = new Map(raw.map(({ name, slot }) => [name, slot]));
  const place = (name: string | undefined) => (name === undefined ? undefined : slotOf.get(name)) ?? -1;
  const derived = definitions
    .filter((signal) => signal.kind === 'derived')
    .map((definition) => ({
      name: definition.name,
      derivation: derivationOf(definition),
      of: place(definition.of),
      other: place(definition.with ?? definition.then),
    }));
  const windows = new Set(derived.flatMap((signal) => [signal.of, signal.other]));
  const sourcesOf = (name: string) => sourcesOfSignal(book, name);
  const evaluated = book.segments.filter(({ source }) => source === 'evaluated');
  return {
    plan: { slotOf, windowed: raw.map(({ slot }) => windows.has(slot)) },
    raw: raw.map(({ name, slot, maximumAgeMs }) => ({ name, slot, maximumAgeMs })),
    derived,
    scores: book.scores.map((definition) => ({
      definition,
      model: `${book.hash}/${definition.id}`,
      rules: definition.rules.map((rule) => prepareRule(rule, sourcesOf)),
      inputs: inputsOf(definition.dimension, raw),
    })),
    segments: inOrderOfNeed(evaluated.map((definition) => prepareSegment(definition, sourcesOf))),
    evaluated: new Set(evaluated.map(({ id }) => id)),
    external: new Set(book.segments.filter(({ source }) => source === 'external').map(({ id }) => id)),
    valuation: {
      amount: compileNumber(book.policies.value.amount),
      strategic: compileCondition(book.policies.value.strategic),
      floors: book.policies.value.floors,
    },
  };
}

function isRaw(signal: SignalDefinition): signal is RawSignalDefinition {
  return signal.kind === 'raw';
}

function inputsOf(dimension: Dimension, raw: readonly (RawSignalDefinition & { slot: number })[]) {
  return raw
    .filter(({ feeds }) => feeds.includes(dimension))
    .map(({ slot, maximumAgeMs }) => ({ slot, maximumAgeMs }));
}

/** A derived signal rests on the sources of the facts it is made from. */
function sourcesOfSignal(book: CompiledBook, name: string): SourceSet {
  const signal = book.signals[name];
  if (!signal) return 0;
  if (signal.kind === 'raw') return sourceSet([signal.source]);
  const others = madeOf(signal).flatMap((of) => book.signals[of] ?? []);
  return sourceSet([signal.source, ...others.map(({ source }) => source)]);
}
