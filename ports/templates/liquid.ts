import { Liquid, LiquidError, UndefinedVariableError, type Template } from 'liquidjs';
import { localDate, localTime, money } from './filters';
import { loopsOf } from './liquid-loops';
import { TemplateFault, type TemplatePart } from './template';

const RENDER_LIMIT_MS = 2_000;
const REMEMBERED_SOURCES = 500;

/** Which template and part a Liquid source belongs to. */
interface LiquidPlace {
  readonly templateId: string;
  readonly part: TemplatePart;
}

/** Checks a Liquid source, throwing a TemplateFault for an unknown tag, filter or partial. */
export function checkLiquid(source: string, place: LiquidPlace): void {
  liquidVariables(source, place);
}

/** Renders a Liquid source; a missing variable is a TemplateFault, never an empty string. */
export function renderLiquid(source: string, variables: object, place: LiquidPlace): string {
  const template = parsed(source, place);
  try {
    return String(engineOf(place.part).renderSync(template, variables));
  } catch (error) {
    throw faultOf(error, place);
  }
}

/** The variables a Liquid source reads from outside, as dotted paths. */
export function liquidVariables(source: string, place: LiquidPlace): string[] {
  const template = parsed(source, place);
  try {
    return engineOf(place.part).globalFullVariablesSync(template);
  } catch (error) {
    throw faultOf(error, place);
  }
}

/** A variable a Liquid source reads: its path as far as it is written out, and where. */
export interface LiquidSourceRead {
  readonly path: readonly string[];
  /** Of a loop's variable: the list the loop goes over. */
  readonly over?: readonly string[];
  readonly line: number;
  readonly column: number;
}

/** Every read of a variable from outside, or of one item of a list from outside, in the order of the source. */
export function liquidReads(source: string, place: LiquidPlace): LiquidSourceRead[] {
  const template = parsed(source, place);
  const loops = loopsOf(template);
  try {
    const { globals, variables } = engineOf(place.part).analyzeSync(template, { partials: false });
    const outside = new Set(Object.values(globals).flat().map(placeOf));
    return Object.entries(variables)
      .flatMap(([name, reads]) => reads.map((read) => ({ name, read })))
      .filter(({ name, read }) => outside.has(placeOf(read)) || loops.has(name))
      .map(({ name, read }) => ({
        path: writtenOut(read.segments),
        ...(!outside.has(placeOf(read)) && { over: loops.get(name) }),
        line: read.location.row,
        column: read.location.col,
      }))
      .sort((one, other) => one.line - other.line || one.column - other.column);
  } catch (error) {
    throw faultOf(error, place);
  }
}

function placeOf({
  location,
}: {
  readonly location: { readonly row: number; readonly col: number };
}): string {
  return `${location.row}:${location.col}`;
}

// `scores[value.tier].points` is known as far as `scores`; what stands in the brackets is a read of its own.
function writtenOut(segments: readonly unknown[]): string[] {
  const end = segments.findIndex((segment) => typeof segment !== 'string');
  return segments.slice(0, end < 0 ? undefined : end).map(String);
}

function createEngine(escaping: { outputEscape?: 'escape' }): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    // `if x` and `x | default: …` may ask for what is absent; printing it may not.
    lenientIf: true,
    ownPropertyOnly: true,
    // No file of any disk is a partial.
    templates: {},
    renderLimit: RENDER_LIMIT_MS,
    ...escaping,
  });
  engine.registerFilter('money', money);
  engine.registerFilter('local_date', localDate);
  engine.registerFilter('local_time', localTime);
  return engine;
}

const plain = createEngine({});
const escaped = createEngine({ outputEscape: 'escape' });

function engineOf(part: TemplatePart): Liquid {
  return part === 'html' || part === 'mjml' ? escaped : plain;
}

// Sources come back from the store as new strings for each mail, so the memory is by text and bounded.
const memory = new Map<string, Template[]>();

function parsed(source: string, place: LiquidPlace): Template[] {
  const key = `${place.part === 'html' || place.part === 'mjml' ? 'escaped' : 'plain'}|${source}`;
  const remembered = memory.get(key);
  if (remembered !== undefined) return remembered;
  const template = parse(source, place);
  const oldest = memory.size >= REMEMBERED_SOURCES ? memory.keys().next().value : undefined;
  if (oldest !== undefined) memory.delete(oldest);
  memory.set(key, template);
  return template;
}

function parse(source: string, place: LiquidPlace): Template[] {
  try {
    return engineOf(place.part).parse(source);
  } catch (error) {
    throw faultOf(error, place, 'is not Liquid: ');
  }
}

// The original error quotes the rendered surroundings, so it is not kept as the cause.
function faultOf(error: unknown, place: LiquidPlace, what = ''): Error {
  if (error instanceof UndefinedVariableError) {
    const variable = error.originalError?.message.replace('undefined variable: ', '') ?? 'unknown';
    return new TemplateFault(
      `the variable '${variable}' is missing; pass it, or guard it with if or the default filter.`,
      {
        ...place,
        ...positionOf(error),
        variable,
      },
    );
  }
  if (error instanceof LiquidError)
    return new TemplateFault(`${what}${firstWords(error.message)}`, { ...place, ...positionOf(error) });
  return new TemplateFault(error instanceof Error ? firstWords(error.message) : String(error), place);
}

function positionOf(error: { readonly token: { getPosition(): number[] } }): {
  line?: number;
  column?: number;
} {
  const [line, column] = error.token.getPosition();
  return { line, column };
}

function firstWords(message: string): string {
  return message.replace(/, line:\d+(, col:\d+)?$/, '');
}
