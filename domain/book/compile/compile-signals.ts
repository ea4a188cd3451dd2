import type { SignalDefinition, DerivedSignalDefinition, RawSignalDefinition } from '../../signals/signal';
import type { Attribute } from '../names';
import { didYouMean } from '../nearest';
import { parsePart } from '../parse-part';
import { inside, type Place, type Report } from '../report';
import { plainName } from '../schema/fields';
import {
  attributeSchema,
  signalSchema,
  signalsFileSchema,
  type SignalSource,
} from '../schema/signals-schema';

/** The signal catalogue with the customer attributes. */
export interface Catalogue {
  readonly signals: Record<string, SignalDefinition>;
  readonly attributes: Record<string, Attribute>;
}

/** Compiles signals.yaml: raw signals first, then the derived ones that are made of them. */
export function compileSignals(raw: unknown, place: Place, report: Report): Catalogue {
  const catalogue: Catalogue = { signals: {}, attributes: {} };
  const file = parsePart(signalsFileSchema, raw, place, report);
  if (!file) return catalogue;
  for (const [name, source] of Object.entries(file.attributes)) {
    const at = inside(place, 'attributes', name);
    if (!nameFits(name, at, report)) continue;
    const parsed = parsePart(attributeSchema, source, at, report);
    if (parsed) catalogue.attributes[name] = { type: parsed.type, use: parsed.use };
  }
  const derived: [name: string, source: SignalSource][] = [];
  for (const [name, source] of Object.entries(file.signals)) {
    const at = inside(place, 'signals', name);
    if (!nameFits(name, at, report)) continue;
    const parsed = parsePart(signalSchema, source, at, report);
    if (!parsed) continue;
    if (parsed.derive) derived.push([name, parsed]);
    else addRaw(name, parsed, at, { catalogue, report });
  }
  for (const [name, source] of derived)
    addDerived(name, source, inside(place, 'signals', name), { catalogue, report });
  return catalogue;
}

interface Into {
  readonly catalogue: Catalogue;
  readonly report: Report;
}

function nameFits(name: string, place: Place, report: Report): boolean {
  if (plainName.safeParse(name).success) return true;
  report.error(place, {
    part: 'key',
    message: `"${name}" cannot be a name in expressions`,
    hint: 'begin with a small letter and use letters, digits and underscores only',
  });
  return false;
}

function addRaw(name: string, source: SignalSource, at: Place, { catalogue, report }: Into): void {
  const missing = (['type', 'source', 'maximumAge', 'use'] as const).filter(
    (key) => source[key] === undefined,
  );
  for (const key of missing) report.error(inside(at, key), { message: 'is missing' });
  const { type, source: from, maximumAge, use, feeds, purpose, personal = false } = source;
  if (type === undefined || from === undefined || maximumAge === undefined || use === undefined) return;
  const raw: RawSignalDefinition = {
    kind: 'raw',
    name,
    type,
    source: from,
    feeds,
    maximumAgeMs: maximumAge,
    purpose,
    use,
    personal,
  };
  catalogue.signals[name] = raw;
}

function addDerived(name: string, source: SignalSource, at: Place, { catalogue, report }: Into): void {
  const { derive, feeds, purpose } = source;
  if (!derive) return;
  const of = rawOf(derive.of, inside(at, 'derive', 'of'), { catalogue, report });
  if (!of) return;
  checkAggregate(derive, of, at, report);
  const other =
    derive.with === undefined
      ? undefined
      : rawOf(derive.with, inside(at, 'derive', 'with'), { catalogue, report });
  const made = other ? [of, other] : [of];
  const { window, ...computation } = derive;
  const derived: DerivedSignalDefinition = {
    kind: 'derived',
    name,
    type: 'number',
    source: source.source ?? of.source,
    feeds,
    maximumAgeMs: source.maximumAge ?? derive.window,
    purpose,
    // What a signal may not be used for, nothing made of it may be used for.
    use: (source.use ?? of.use).filter((use) => made.every((one) => one.use.includes(use))),
    personal: source.personal ?? made.some((one) => one.personal),
    ...computation,
    windowMs: window,
  };
  catalogue.signals[name] = derived;
}

function checkAggregate(
  derive: NonNullable<SignalSource['derive']>,
  of: RawSignalDefinition,
  at: Place,
  report: Report,
): void {
  const numeric = derive.aggregate === 'sum' || derive.aggregate === 'last' || derive.aggregate === 'change';
  const filtered = derive.atMost !== undefined || derive.atLeast !== undefined;
  if ((numeric || filtered) && of.type !== 'number') {
    report.error(inside(at, 'derive', 'of'), {
      message: `${numeric ? derive.aggregate : 'atMost and atLeast'} needs a number, ${of.name} is a ${of.type}`,
      hint: 'count works for every type',
    });
  }
  const gap = derive.aggregate === 'gap';
  if (gap !== (derive.with !== undefined)) {
    const message = gap ? 'a gap needs the other signal' : `${derive.aggregate} has no other signal`;
    report.error(inside(at, 'derive', gap ? 'aggregate' : 'with'), {
      message,
      hint: gap ? 'add with: <signal>' : 'leave it out',
    });
  }
}

function rawOf(name: string, place: Place, { catalogue, report }: Into): RawSignalDefinition | undefined {
  const found = catalogue.signals[name];
  if (found?.kind === 'raw') return found;
  const raws = Object.values(catalogue.signals).filter((one) => one.kind === 'raw');
  report.error(place, {
    message: found ? `"${name}" is derived itself` : `there is no signal "${name}"`,
    hint: didYouMean(
      name,
      raws.map((one) => one.name),
    ),
  });
  return undefined;
}
