import {
  signalUses,
  type SignalDefinition,
  type DerivedSignalDefinition,
  type Nature,
  type RawSignalDefinition,
  type SignalUse,
} from '../../signals/signal';
import { checkDerivation } from '../checks/derivation';
import { checkDerivedNature, checkNature } from '../checks/nature';
import type { Attribute } from '../names';
import { didYouMean, nearest } from '../nearest';
import { parsePart } from '../parse-part';
import { inside, type Place, type Report } from '../report';
import { plainName } from '../schema/fields';
import {
  attributeSchema,
  signalSchema,
  signalsFileSchema,
  type DeriveSource,
  type SignalSource,
} from '../schema/signals-schema';

/** The signal catalogue with the customer attributes. */
export interface Catalogue {
  readonly signals: Record<string, SignalDefinition>;
  readonly attributes: Record<string, Attribute>;
  /** Names whose type could not be read. */
  readonly untyped: Set<string>;
}

/** Compiles signals.yaml: raw signals first, then the derived ones that are made of them. */
export function compileSignals(raw: unknown, place: Place, report: Report): Catalogue {
  const catalogue: Catalogue = { signals: {}, attributes: {}, untyped: new Set() };
  const file = parsePart(signalsFileSchema, raw, place, report);
  if (!file) return catalogue;
  for (const [name, source] of Object.entries(file.attributes))
    addAttribute(name, source, inside(place, 'attributes', name), { catalogue, report });
  const derived: [name: string, source: SignalSource & { readonly derive: DeriveSource }][] = [];
  for (const [name, source] of Object.entries(file.signals)) {
    const at = inside(place, 'signals', name);
    checkName(name, at, report);
    const parsed = parsePart(signalSchema, source, at, report) ?? nothingKnown;
    if (parsed.derive) derived.push([name, { ...parsed, derive: parsed.derive }]);
    else addRaw(name, parsed, at, { catalogue, report });
  }
  for (const [name, source] of derived)
    addDerived(name, source, inside(place, 'signals', name), { catalogue, report });
  return catalogue;
}

function addAttribute(name: string, source: unknown, at: Place, { catalogue, report }: Into): void {
  checkName(name, at, report);
  const parsed = parsePart(attributeSchema, source, at, report);
  if (!parsed || report.holed(inside(at, 'type'))) catalogue.untyped.add(name);
  const { type = 'string', nature = 'behavioural', use } = parsed ?? {};
  checkNature({ name, nature, use: use ?? [], feeds: [] }, at, report);
  const uses = use ?? usesByNature(nature) ?? signalUses;
  catalogue.attributes[name] = { type, nature, use: report.holed(inside(at, 'use')) ? signalUses : uses };
}

// Of who somebody is there is but one use; what somebody does may have any, so it must be said.
function usesByNature(nature: Nature): readonly SignalUse[] | undefined {
  return nature === 'behavioural' ? undefined : contentOnly;
}

const contentOnly: readonly SignalUse[] = ['content'];
const nothingKnown: SignalSource = {
  feeds: [],
  purpose: '',
  type: 'string',
  source: 'external',
  use: [...signalUses],
  maximumAge: 0,
};
const unknownRaw: RawSignalDefinition = {
  kind: 'raw',
  name: '',
  type: 'number',
  source: 'external',
  feeds: [],
  maximumAgeMs: 0,
  purpose: '',
  use: signalUses,
  personal: false,
};

interface Into {
  readonly catalogue: Catalogue;
  readonly report: Report;
}

// Told, and taken all the same: what reads it has no fault of its own.
function checkName(name: string, place: Place, report: Report): void {
  if (plainName.safeParse(name).success) return;
  report.error(place, {
    part: 'key',
    message: `"${name}" cannot be a name in expressions`,
    hint: 'begin with a small letter and use letters, digits and underscores only',
  });
}

function addRaw(name: string, source: SignalSource, at: Place, { catalogue, report }: Into): void {
  const nature = report.holed(inside(at, 'nature')) ? 'behavioural' : (source.nature ?? 'behavioural');
  const uses = source.use ?? usesByNature(nature);
  const needed = { ...source, use: uses };
  for (const key of ['type', 'source', 'maximumAge', 'use'] as const)
    if (needed[key] === undefined) report.error(inside(at, key), { message: 'is missing' });
  const { type, source: from, maximumAge, feeds, purpose, personal = false, about } = source;
  if (type === undefined || report.holed(inside(at, 'type'))) catalogue.untyped.add(name);
  const allUses = uses === undefined || report.holed(inside(at, 'use'));
  if (!allUses) checkNature({ name, nature, use: uses, feeds }, at, report);
  const raw: RawSignalDefinition = {
    kind: 'raw',
    name,
    type: type ?? 'string',
    source: from ?? 'external',
    feeds,
    maximumAgeMs: maximumAge ?? 0,
    purpose,
    use: allUses ? signalUses : uses,
    nature,
    personal,
    about,
  };
  catalogue.signals[name] = raw;
}

function addDerived(
  name: string,
  source: SignalSource & { readonly derive: DeriveSource },
  at: Place,
  { catalogue, report }: Into,
): void {
  const { derive, feeds, purpose, use = [] } = source;
  if (source.about !== undefined)
    report.error(inside(at, 'about'), {
      message: `"${name}" is derived, so no fact of it is ever sent`,
      hint: `say it of ${derive.of}`,
    });
  const raw = (key: 'of' | 'with' | 'then'): RawSignalDefinition | undefined =>
    derive[key] === undefined
      ? undefined
      : rawOf(derive[key], inside(at, 'derive', key), { catalogue, report });
  const of = raw('of') ?? unknownRaw;
  checkDerivation(derive, catalogue.untyped.has(of.name) ? undefined : of, inside(at, 'derive'), report);
  const made = [of, raw('with'), raw('then')].filter((one) => one !== undefined);
  const nature = checkDerivedNature({ name, nature: source.nature, use }, made, at, report);
  checkNature({ name, nature, use, feeds }, at, report);
  const { window, within, ...computation } = derive;
  const derived: DerivedSignalDefinition = {
    kind: 'derived',
    name,
    type: 'number',
    source: source.source ?? of.source,
    feeds,
    maximumAgeMs: source.maximumAge ?? derive.window,
    purpose,
    // What a signal may not be used for, nothing made of it may be used for.
    use: (source.use ?? of.use).filter((one) => made.every((part) => part.use.includes(one))),
    nature,
    personal: source.personal ?? made.some((one) => one.personal),
    ...computation,
    windowMs: window,
    ...(within !== undefined && { withinMs: within }),
  };
  catalogue.signals[name] = derived;
}

// A stand-in where there is none: the derived signal is declared all the same.
function rawOf(name: string, place: Place, { catalogue, report }: Into): RawSignalDefinition {
  const found = catalogue.signals[name];
  if (found?.kind === 'raw') return found;
  const raws = Object.values(catalogue.signals).filter((one) => one.kind === 'raw');
  const near = nearest(
    name,
    raws.map((one) => one.name),
  );
  report.error(place, {
    message: found ? `"${name}" is derived itself` : `there is no signal "${name}"`,
    hint: didYouMean(
      name,
      raws.map((one) => one.name),
    ),
  });
  return raws.find((one) => one.name === near) ?? unknownRaw;
}
