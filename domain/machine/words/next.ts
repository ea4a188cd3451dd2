import { comparisonParts } from '../../expressions/comparison';
import { parseExpression } from '../../expressions/parsed';
import type { Expression } from '../../expressions/expression';
import type { AskBlock, ChargeBlock } from '../block';
import { localWords } from '../local-words';
import { leavesTrack, lookAhead, seenFrom } from '../lookahead';
import { stepFacts } from '../scope';
import type { StepContext } from '../step-context';
import { zoneOf } from '../wait-until';
import { triesLeft } from './asks';
import { conditionOf } from './step-words';

/** What follows the present wait of a line of control: by its answer where that decides, else as today's facts tell. */
export function nextWords(context: StepContext): string {
  const { program, thread } = context;
  const instruction = program.instructions[thread.pc];
  if (!instruction) return 'the end';
  const { block } = thread;
  if (block?.on === 'charge' && block.phase !== 'asking')
    return chargeWords(context, block, instruction.op === 'charge' ? instruction.attempts : block.attempt);
  if (block?.on === 'effect' && block.phase !== 'asking')
    return `${againWords(context, block)} the rules are asked again, and it is done if they allow it; after that: ${plainNext(context)} ${mayChange}`;
  const { answers, otherwise } = answersOf(context, instruction.step);
  const last = plainNext(context, otherwise - 1);
  return answers.length === 0 ? `${last} ${mayChange}` : [...answers, `otherwise: ${last}`].join('; ');
}

const mayChange = '(may change)';

// A put-off is no try: the same one comes again.
function chargeWords(context: StepContext, block: ChargeBlock, attempts: number): string {
  const next = block.phase === 'waiting' ? block.attempt + 1 : block.attempt;
  const failed = plainNext(withOutcome(context, 'declined'));
  const left = attempts - next;
  const fails = left > 0 ? `a later try (${triesLeft(left)} then), and if all fail: ${failed}` : failed;
  return `charged ${againWords(context, block)} (try ${next} of ${attempts}); if that fails: ${fails} ${mayChange}`;
}

function againWords(
  { state, now }: StepContext,
  { phase, code, until = now }: AskBlock | ChargeBlock,
): string {
  // What is paused or ending is asked about again, which is not when it goes on.
  if (phase === 'ending' || code === 'paused') return 'once it goes on';
  return `on ${localWords(until, zoneOf({ state }))}`;
}

interface Answers {
  readonly answers: readonly string[];
  /** Where it goes on when none of them comes. */
  readonly otherwise: number;
}

/** What depends on how a step ends, as far as it stands directly behind it. */
function answersOf(context: StepContext, step: string): Answers {
  const { program, thread } = context;
  const answers: string[] = [];
  const asks = (condition: Expression | undefined): condition is Expression =>
    condition !== undefined && condition.includes(`step.${step}.`);
  const say = (condition: Expression, target: number) => {
    const then = twoSteps(withOutcome(context, outcomeIn(condition)), target);
    answers.push(`if ${conditionOf(program, condition, step)}: ${then}`);
  };
  for (let at = thread.pc + 1; ; at += 1) {
    const instruction = program.instructions[at];
    if (instruction?.op === 'readFacts') continue;
    if (instruction?.op === 'branch' && instruction.cases.every(({ when }) => asks(when))) {
      for (const { when, target } of instruction.cases) say(when, target);
      at = instruction.otherwise - 1;
    } else if (instruction && asks(instruction.when)) say(instruction.when, at);
    else return { answers, otherwise: at };
  }
}

function outcomeIn(condition: Expression): string | undefined {
  const parts = comparisonParts(parseExpression(condition).ast);
  const { path, operator, literal } = parts ?? {};
  return path?.[2] === 'outcome' && operator === '==' && typeof literal === 'string' ? literal : undefined;
}

/** The same place as if its step had ended so. */
function withOutcome(context: StepContext, outcome: string | undefined): StepContext {
  const step = context.program.instructions[context.thread.pc]?.step;
  if (outcome === undefined || step === undefined) return context;
  const { program, state, thread, now, patched } = context;
  const steps = { ...state.steps, [step]: stepFacts({ outcome }) };
  return { program, state: { ...state, steps }, thread, now, patched, known: undefined };
}

// What an answer brings is seldom the whole story: a note that nobody decided is not what follows.
function twoSteps(context: StepContext, target: number): string {
  const first = aheadFrom(context, target - 1);
  if (!first.instruction || first.leaves) return first.words;
  const second = aheadFrom(first.context, first.context.thread.pc, context);
  return `${first.words}, then ${second.words}`;
}

function plainNext(context: StepContext, pc = context.thread.pc): string {
  return aheadFrom(context, pc).words;
}

function aheadFrom(context: StepContext, pc: number, from = context) {
  const ahead = lookAhead(seenFrom(context, pc + 1));
  const words = ahead.instruction?.summary ?? ahead.ends ?? 'what the facts then say';
  const leaves = leavesTrack(context.program, from.thread, ahead.context.thread.pc);
  return { ...ahead, leaves, words: leaves ? `this track ends; when all have ended: ${words}` : words };
}
