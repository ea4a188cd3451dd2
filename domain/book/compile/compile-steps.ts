import { isContentStep } from '../checks/content-steps';
import { checkUse } from '../checks/use';
import { checkPlain } from '../liquid/check-text';
import { parsePart } from '../parse-part';
import { inside, type Place, type Report } from '../report';
import { stepBaseSchema, type StepBase } from '../schema/step-schema';
import { stepKinds } from '../step-kinds';
import type { ProgramBuilder } from './program-builder';
import type { StepIds } from './step-ids';
import type { StepKind, StepSite } from './step-kind';
import { wordsOfStep, type StepWords } from './step-words';

/** The entry where nobody can tell which step it is. */
export const anyStep = '*';

/** Compiles steps one after another into the builder; a fault in one hides none in the next. `entry` is reached by itself. */
export function compileSteps(
  raw: readonly unknown[],
  place: Place,
  builder: ProgramBuilder,
  { ids, entry }: { readonly ids: StepIds; readonly entry: string | undefined },
): void {
  raw.forEach((step, index) => {
    const at = inside(place, index);
    if (!builder.falls && entry !== undefined && isEntry(step, entry)) builder.falls = true;
    if (!builder.falls) {
      builder.context.report.error(at, {
        message: 'this step is never reached: everything before it has ended the play',
      });
      builder.falls = true;
    }
    compileStep(step, at, builder, ids);
  });
}

function isEntry(raw: unknown, entry: string): boolean {
  if (entry === anyStep) return true;
  return typeof raw === 'object' && raw !== null && 'id' in raw && raw.id === entry;
}

function compileStep(raw: unknown, place: Place, builder: ProgramBuilder, ids: StepIds): void {
  const { report } = builder.context;
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    report.error(place, { message: 'a step is a map with one step kind, such as { wait: { for: 30d } }' });
    return;
  }
  const words = wordsOfStep(raw);
  checkWords(words, place, report);
  const [found] = words.kinds;
  const base = parsePart(stepBaseSchema, words.base, place, report);
  const id = ids.idOf(raw);
  if (!found || !base || id === undefined) {
    // It may have been the end.
    builder.guessed = true;
    return;
  }
  compileKnown(raw, { id, place, base, ...found }, builder);
}

function compileKnown(
  raw: object,
  step: {
    readonly id: string;
    readonly place: Place;
    readonly base: StepBase;
    readonly kind: string;
    readonly key: string;
  },
  builder: ProgramBuilder,
): void {
  const { id, place, base, key } = step;
  const { report } = builder.context;
  const kind = stepKinds[step.kind];
  if (!kind) return;
  const body = (raw as Record<string, unknown>)[key];
  checkWhen(base, { id, place, content: isContentStep(step.kind, body) }, builder);
  if (base.summary !== undefined) checkPlain(base.summary, 'a summary', inside(place, 'summary'), report);
  checkTimeout({ kind, name: step.kind }, base, place, report);
  const site: StepSite = {
    id,
    place,
    bodyPlace: inside(place, key),
    when: base.when,
    summary: base.summary,
    timeoutMs: base.timeout,
  };
  if (base.when !== undefined && !kind.single)
    compileGuarded(kind, body, { ...site, when: base.when }, builder);
  else kind.compile(body, site, builder);
  if (base.onTimeout && kind.timedOut) compileOnTimeout(base.onTimeout, kind.timedOut, site, builder);
}

function checkWords({ kinds, wrong }: StepWords, place: Place, report: Report): void {
  for (const { key, meant } of wrong) {
    report.error(inside(place, key), {
      part: 'key',
      message: `"${key}" is neither a step kind nor a key of a step`,
      hint:
        meant === undefined ? `step kinds: ${Object.keys(stepKinds).join(', ')}` : `did you mean "${meant}"?`,
    });
    if (meant !== undefined) report.alias(place, meant, key);
  }
  if (kinds.length > 1) {
    report.error(inside(place, kinds[1]?.key ?? ''), {
      part: 'key',
      message: `a step has one kind, this one has ${kinds.map(({ kind }) => kind).join(' and ')}`,
      hint: 'make two steps of it',
    });
  }
  if (kinds.length === 0 && wrong.length === 0)
    report.error(place, {
      message: 'the step has no kind',
      hint: `step kinds: ${Object.keys(stepKinds).join(', ')}`,
    });
}

function checkWhen(
  { when }: StepBase,
  { id, place, content }: { readonly id: string; readonly place: Place; readonly content: boolean },
  builder: ProgramBuilder,
): void {
  if (when === undefined) return;
  builder.refresh(id);
  const at = inside(place, 'when');
  const checked = builder.expression(when, 'bool', at);
  if (checked && !content)
    checkUse(checked, ['risk', 'routing'], `in whether "${id}" is done`, {
      place: at,
      context: builder.context,
    });
  if (checked?.reads.length === 0)
    builder.context.report.error(at, { message: `the condition is constant: ${when}` });
}

function checkTimeout(
  { kind, name }: { kind: StepKind; name: string },
  base: StepBase,
  place: Place,
  report: Report,
): void {
  for (const key of ['timeout', 'onTimeout'] as const) {
    if (base[key] === undefined || kind.timedOut) continue;
    report.error(inside(place, key), { part: 'key', message: `${name} does not wait, so it has no ${key}` });
  }
}

// `when` of a step that is more than one instruction goes around it, so that all of it is left out.
function compileGuarded(
  kind: StepKind,
  body: unknown,
  { when, ...site }: StepSite & { readonly when: string },
  builder: ProgramBuilder,
): void {
  const base = { step: site.id, summary: `Only when ${when}` };
  const guard = builder.emit({ ...base, op: 'jump', target: 0 });
  const before = { falls: builder.falls, stale: builder.stale };
  kind.compile(body, site, builder);
  builder.falls = before.falls;
  builder.stale ||= before.stale;
  builder.replace(guard, {
    ...base,
    op: 'branch',
    cases: [{ when, target: guard + 1 }],
    otherwise: builder.here,
  });
}

function compileOnTimeout(
  steps: readonly unknown[],
  timedOut: (step: string) => string,
  site: StepSite,
  builder: ProgramBuilder,
): void {
  const step = /^\w+$/.test(site.id) ? `step.${site.id}` : `step['${site.id}']`;
  const base = { step: site.id, summary: 'Go on by whether the time-out came' };
  builder.refresh(site.id);
  const branch = builder.emit({ ...base, op: 'jump', target: 0 });
  const body = builder.alternative(() => builder.steps(steps, inside(site.place, 'onTimeout')));
  builder.replace(branch, {
    ...base,
    op: 'branch',
    cases: [{ when: timedOut(step), target: branch + 1 }],
    otherwise: builder.here,
  });
  builder.elapse(body.ms);
  builder.stale ||= body.stale;
}
