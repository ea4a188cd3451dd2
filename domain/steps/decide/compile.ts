import type { CheckedBranch } from '../../book/checks/branches';
import { checkBranches } from '../../book/checks/branches';
import { hasContentBranches } from '../../book/checks/content-steps';
import { checkUse } from '../../book/checks/use';
import type { ProgramBuilder } from '../../book/compile/program-builder';
import { baseOf, defineStep } from '../../book/compile/step-kind';
import { isElse } from '../../book/else-branch';
import { parsePart } from '../../book/parse-part';
import { inside, type Place } from '../../book/report';
import { decideSchema, elseSchema, whenSchema } from './schema';

interface Branch {
  readonly when?: string;
  readonly steps: readonly unknown[];
  readonly place: Place;
}

/** A branch instruction, the bodies one after another, and a jump out of each. */
export const decideStep = defineStep(
  decideSchema,
  (raw, site, builder) => {
    const branches = raw.flatMap(
      (one, index) => parseBranch(one, inside(site.bodyPlace, index), builder) ?? [],
    );
    const checked = branches.map((branch) => checkedBranch(branch, builder));
    if (!hasContentBranches(raw)) checkReads(checked, site.id, builder);
    checkBranches(checked, builder.context.report);
    builder.refresh(site.id);
    const base = { step: site.id, summary: site.summary ?? 'Decide' };
    const at = builder.emit({ ...base, op: 'jump', target: 0 });
    const bodies = branches.map((branch) => compileBody(branch, builder, base));
    const end = builder.here;
    for (const { exit } of bodies)
      if (exit !== undefined) builder.replace(exit, { ...base, op: 'jump', target: end });
    const otherwise = branches.findIndex(({ when }) => when === undefined);
    builder.replace(at, {
      ...baseOf(site, 'Decide'),
      op: 'branch',
      cases: branches.flatMap(({ when }, index) =>
        when === undefined ? [] : [{ when, target: bodies[index]?.start ?? end }],
      ),
      otherwise: bodies[otherwise]?.start ?? end,
    });
    builder.elapse(Math.max(0, ...bodies.map(({ ms }) => ms)));
    builder.stale = bodies.some(({ stale }) => stale);
    builder.falls = otherwise === -1 || bodies.some(({ falls }) => falls);
  },
  { single: false },
);

function parseBranch(raw: unknown, place: Place, { context }: ProgramBuilder): Branch | undefined {
  if (isElse(raw)) {
    const parsed = parsePart(elseSchema, raw, place, context.report);
    return parsed && { steps: parsed.else, place: inside(place, 'else') };
  }
  const parsed = parsePart(whenSchema, raw, place, context.report);
  return parsed && { when: parsed.when, steps: parsed.do, place: inside(place, 'do') };
}

// Words may vary by who somebody is; whoever falls through to other steps is treated by it.
function checkReads(branches: readonly CheckedBranch[], step: string, { context }: ProgramBuilder): void {
  for (const { when, place } of branches) {
    const at = { place: inside(place, 'when'), context };
    if (when) checkUse(when, ['risk', 'routing'], `in "${step}", which decides about more than words`, at);
  }
}

function checkedBranch({ when, place }: Branch, builder: ProgramBuilder): CheckedBranch {
  const branchPlace: Place = { file: place.file, path: place.path.slice(0, -1) };
  if (when === undefined) return { place: branchPlace, otherwise: true };
  return {
    place: branchPlace,
    otherwise: false,
    when: builder.expression(when, 'bool', inside(branchPlace, 'when')),
  };
}

function compileBody(
  { steps, place }: Branch,
  builder: ProgramBuilder,
  base: { step: string; summary: string },
) {
  const start = builder.here;
  let exit: number | undefined;
  const taken = builder.alternative(() => {
    builder.steps(steps, place);
    if (builder.falls) exit = builder.emit({ ...base, op: 'jump', target: 0 });
  });
  return { start, exit, ...taken };
}
