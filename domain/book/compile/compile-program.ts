import { formatDuration } from '../../durations';
import { durationWords } from '../../plain-words';
import type { CompiledProgram, OnLeave } from '../../program';
import type { Outcome } from '../../words';
import { checkExpression } from '../cel/check-expression';
import { createBookEnvironment } from '../cel/environment';
import { checkUse } from '../checks/use';
import { checkText } from '../liquid/check-text';
import { offeredToTexts } from '../liquid/offered';
import { inside, type Place } from '../report';
import type { PlaybookSource } from '../schema/playbook-schema';
import { anyStep, compileSteps } from './compile-steps';
import type { BookContext } from './context';
import { createProgramBuilder, type ProgramBuilder } from './program-builder';
import { collectStepIds } from './step-ids';
import { workflowTypeOf } from './workflow-type';

const defaultGoalOutcomes: Readonly<Record<PlaybookSource['dimension'], Outcome>> = {
  churn: 'saved',
  payment: 'cured',
  fraud: 'cleared',
  reputation: 'resolved',
  expansion: 'grown',
};

/** The program of the treated arm. */
export function compileProgram(source: PlaybookSource, place: Place, context: BookContext): CompiledProgram {
  // Leaving the segment may lead to steps that nothing else leads to.
  const entry =
    typeof source.onLeave === 'object' && 'redirect' in source.onLeave
      ? source.onLeave.redirect
      : context.report.lost(inside(place, 'onLeave'))
        ? anyStep
        : undefined;
  const builder = builderFor(source, 'steps', inside(place, 'steps'), { context, entry });
  builder.steps(source.steps, inside(place, 'steps'));
  if (builder.falls && !builder.guessed) {
    context.report.error(inside(place, 'steps', source.steps.length - 1), {
      message: `the playbook "${source.playbook}" has no end: a path runs past its last step`,
      hint: 'add a last step: end: { outcome: … }',
    });
  }
  const longest = builder.longestMs();
  if (longest > source.maximumDuration) {
    context.report.error(inside(place, 'maximumDuration'), {
      message: `the longest path takes ${days(longest)}, the maximum duration is ${formatDuration(source.maximumDuration)}`,
      hint: `write at least ${days(longest)}, or shorten a wait`,
    });
  }
  return programOf(source, place, builder, {
    variant: 'treatment',
    onLeave: onLeaveOf(source, place, builder),
  });
}

/** The program of the held-out arm: the baseline, then a checkpoint at each interval until the play is over. */
export function compileObserver(source: PlaybookSource, place: Place, context: BookContext): CompiledProgram {
  const builder = builderFor(source, 'baseline', inside(place, 'baseline'), { context });
  builder.steps(source.baseline, inside(place, 'baseline'));
  if (!builder.falls) {
    context.report.error(inside(place, 'baseline'), {
      message: 'a baseline has no end: what follows it is observed',
    });
  }
  const times = Math.max(1, Math.ceil(source.maximumDuration / source.observe));
  const loop = builder.here;
  builder.emit({
    op: 'loop',
    step: 'observe',
    summary: `Only watched: scored again every ${durationWords(source.observe)}`,
    times,
    exit: loop + 4,
  });
  builder.emit({
    op: 'wait',
    step: 'observe',
    summary: `Wait ${durationWords(source.observe)} until the next look`,
    forMs: source.observe,
    events: [],
  });
  builder.emit({ op: 'rescore', step: 'checkpoint', summary: 'Score the customer again' });
  builder.emit({ op: 'next', step: 'observe', summary: 'Next checkpoint', loop });
  builder.emit({
    op: 'end',
    step: 'observed',
    summary: 'End as expired: observed for the maximum duration',
    outcome: 'expired',
    reason: 'observed for the maximum duration',
  });
  const onLeave: OnLeave = source.onLeave === 'continue' ? { mode: 'continue' } : { mode: 'cancel' };
  return programOf(source, place, builder, { variant: 'observer', onLeave });
}

function builderFor(
  source: PlaybookSource,
  part: 'steps' | 'baseline',
  place: Place,
  { context, entry }: { readonly context: BookContext; readonly entry?: string },
): ProgramBuilder {
  const { names, report, readLiquid } = context;
  const ids = collectStepIds(source[part], place, report);
  const environment = createBookEnvironment('treatment', names, ids.all);
  const offered = offeredToTexts(names, { parameters: Object.keys(source.parameters) });
  return createProgramBuilder(
    context,
    {
      expression: (text, wanted, at) =>
        checkExpression(text, wanted, { environment, names, place: at, report }),
      text: (text, at) => checkText(text, { readLiquid, offered, place: at, report }),
    },
    (raw, at, builder) => compileSteps(raw, at, builder, { ids, entry }),
  );
}

function programOf(
  source: PlaybookSource,
  place: Place,
  builder: ProgramBuilder,
  { variant, onLeave }: Pick<CompiledProgram, 'variant' | 'onLeave'>,
): CompiledProgram {
  const condition = (text: string, at: Place, what: string): string => {
    // Checked once for both arms: the same fault told twice helps nobody.
    if (variant === 'treatment') checkLasting(text, at, what, builder.context);
    builder.note(text);
    return text;
  };
  const { goal, measure } = source;
  return {
    playbook: source.playbook,
    type: workflowTypeOf(source.playbook),
    title: source.title,
    dimension: source.dimension,
    bookHash: '',
    variant,
    goal: goal === undefined ? undefined : condition(goal, inside(place, 'goal'), 'in a goal'),
    goalOutcome: source.outcomes.goal ?? defaultGoalOutcomes[source.dimension],
    exits: source.exits.map(({ id, when, outcome }, index) => ({
      id,
      when: condition(when, inside(place, 'exits', index, 'when'), 'in an exit'),
      outcome,
    })),
    onLeave,
    maximumDurationMs: source.maximumDuration,
    measure: measure && {
      when: condition(measure.when, inside(place, 'measure', 'when'), 'in a measure'),
      atMs: measure.at,
    },
    instructions: [...builder.instructions],
    mentions: builder.mentions(),
    parameters: source.parameters,
  };
}

// Goal, exits and measure are judged in the store, where steps and events of the run are not known.
function checkLasting(text: string, at: Place, what: string, context: BookContext): void {
  const checked = context.expression(text, 'bool', 'goal', at);
  if (checked) checkUse(checked, ['risk', 'routing'], what, { place: at, context });
  if (checked?.reads.length === 0)
    context.report.error(at, { message: `the condition is constant: ${text}` });
}

function onLeaveOf({ onLeave }: PlaybookSource, place: Place, builder: ProgramBuilder): OnLeave {
  if (onLeave === 'continue' || onLeave === 'cancel') return { mode: onLeave };
  if ('grace' in onLeave) return { mode: 'grace', graceMs: onLeave.grace };
  const target = builder.instructions.findIndex(({ step }) => step === onLeave.redirect);
  const ids = [...new Set(builder.instructions.map(({ step }) => step))];
  if (!builder.guessed)
    builder.context.known('step', onLeave.redirect, ids, inside(place, 'onLeave', 'redirect'));
  return { mode: 'redirect', target: Math.max(0, target) };
}

function days(ms: number): string {
  return `${Math.ceil(ms / 86_400_000)}d`;
}
