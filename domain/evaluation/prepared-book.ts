import type { CompiledBook } from '../compiled-book';
import type { Economics } from '../economics';
import { compileCondition } from '../expressions/condition';
import { compileNumber } from '../expressions/number';
import { forgottenAfterAges } from '../scoring/confidence';
import { prepareScore, type PreparedDimension } from '../scoring/prepared-score';
import { inOrderOfNeed, prepareSegment, type PreparedSegment } from '../segments/prepared-segment';
import { derivationOf } from '../signals/derive';
import type { Derivation } from '../signals/derivations/derivation';
import type { SlotPlan } from '../signals/fact-table';
import { reachOf } from '../signals/reach';
import {
  madeOf,
  type RawSignalDefinition,
  type SignalDefinition,
  type SignalValues,
} from '../signals/signal';
import { sourceSet, type SourceSet } from '../signals/source-set';
import type { Valuation } from '../value';
import type { Dimension } from '../words';

/** A raw signal and its place in the fact table. */
export interface RawSlot {
  readonly name: string;
  readonly slot: number;
  readonly maximumAgeMs: number;
  /** How long a fact of it can matter, windows included. */
  readonly reachMs: number;
  /** From when on it is not even known to be missing; later than the age only where a score's confidence counts it. */
  readonly forgottenAfterMs: number;
}

/** A kind of context that segments are decided for. */
export interface PreparedContext {
  /** Scores as seen from one context: those of the dimensions of its segments. */
  readonly scores: readonly PreparedDimension[];
  /** The dimension of each of its evaluated segments that has one. */
  readonly dimensionOf: ReadonlyMap<string, Dimension>;
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
  /**
   * What is said of a customer of whom nothing is known: derived signals count to zero. Every signal has its key here,
   * since V8 makes a hash table of an object to which many keys are added one by one.
   */
  readonly fromNothing: SignalValues;
  readonly scores: readonly PreparedDimension[];
  readonly segments: readonly PreparedSegment[];
  /** Segments decided here, with the kind of context they are about ('' = the whole customer). */
  readonly evaluated: ReadonlyMap<string, string>;
  /** Ids of the segments that others decide. */
  readonly external: ReadonlySet<string>;
  /** By kind; empty where every segment is about the whole customer. */
  readonly contexts: ReadonlyMap<string, PreparedContext>;
  readonly valuation: Valuation;
  readonly economics?: Economics;
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
  const raw = definitions
    .filter(isRaw)
    .map((signal, slot) => ({ ...signal, slot, reachMs: reachOf(signal, definitions) }));
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
  const scores = dimensionsOf(book).map((dimension) => ({
    dimension,
    definitions: book.scores
      .filter((definition) => definition.dimension === dimension)
      .map((definition) => prepareScore(definition, book.hash, sourcesOf)),
    inputs: inputsOf(dimension, raw),
  }));
  return {
    plan: { slotOf, windowed: raw.map(({ slot }) => windows.has(slot)) },
    raw: raw.map(({ name, slot, maximumAgeMs, reachMs, feeds }) => ({
      name,
      slot,
      maximumAgeMs,
      reachMs,
      forgottenAfterMs: maximumAgeMs * (feeds.length > 0 ? forgottenAfterAges : 1),
    })),
    derived,
    fromNothing: fromNothing(raw, derived),
    scores,
    segments: inOrderOfNeed(evaluated.map((definition) => prepareSegment(definition, sourcesOf))),
    evaluated: new Map(evaluated.map(({ id, per = '' }) => [id, per])),
    external: new Set(book.segments.filter(({ source }) => source === 'external').map(({ id }) => id)),
    contexts: contextsOf(book, scores),
    valuation: {
      amount: compileNumber(book.policies.value.amount),
      strategic: compileCondition(book.policies.value.strategic),
      floors: book.policies.value.floors,
    },
    economics: economicsReady(book),
  };
}

function fromNothing(
  raw: readonly { readonly name: string }[],
  derived: readonly DerivedSlot[],
): SignalValues {
  return Object.fromEntries([
    ...raw.map(({ name }) => [name, undefined] as const),
    ...derived.map(({ name, derivation }) => [name, derivation(undefined, undefined, 0).value] as const),
  ]);
}

function economicsReady({ policies: { economics } }: CompiledBook): Economics | undefined {
  if (!economics) return undefined;
  const { churnProbability, saveRate, offerCost, effortCost } = economics;
  return {
    churnProbability,
    saveRate,
    offerCost: compileNumber(offerCost),
    effortCost: compileNumber(effortCost),
  };
}

function contextsOf(
  { segments }: CompiledBook,
  scores: readonly PreparedDimension[],
): ReadonlyMap<string, PreparedContext> {
  const kinds = new Set(segments.flatMap(({ per }) => (per === undefined ? [] : [per])));
  return new Map(
    [...kinds].map((kind) => {
      const own = segments.filter(({ per }) => per === kind);
      const dimensions = new Set(own.map(({ dimension }) => dimension));
      const tiered = own.flatMap(({ id, source, dimension }) =>
        source === 'evaluated' && dimension ? [[id, dimension] as const] : [],
      );
      return [
        kind,
        {
          scores: scores.filter(({ dimension }) => dimensions.has(dimension)),
          dimensionOf: new Map(tiered),
        },
      ];
    }),
  );
}

function dimensionsOf({ scores }: CompiledBook): readonly Dimension[] {
  return [...new Set(scores.map(({ dimension }) => dimension))];
}

function isRaw(signal: SignalDefinition): signal is RawSignalDefinition {
  return signal.kind === 'raw';
}

function inputsOf(dimension: Dimension, raw: readonly (RawSignalDefinition & { slot: number })[]) {
  return raw
    .filter(({ feeds }) => feeds.includes(dimension))
    .map(({ slot, maximumAgeMs, source }) => ({ slot, maximumAgeMs, sources: sourceSet([source]) }));
}

/** A derived signal rests on the sources of the facts it is made from. */
function sourcesOfSignal(book: CompiledBook, name: string): SourceSet {
  const signal = book.signals[name];
  if (!signal) return 0;
  if (signal.kind === 'raw') return sourceSet([signal.source]);
  const others = madeOf(signal).flatMap((of) => book.signals[of] ?? []);
  return sourceSet([signal.source, ...others.map(({ source }) => source)]);
}
