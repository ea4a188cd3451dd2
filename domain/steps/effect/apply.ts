import type { News } from '../../machine/news';
import { after } from '../../machine/instants';
import { progressAt } from '../../machine/progress';
import type { Request } from '../../machine/requests';
import { numberOf, textOf } from '../../machine/scope';
import {
  type BlockOf,
  contextPath,
  contextScope,
  type InstructionOf,
  type Move,
  stay,
  type StepContext,
  stepCommand,
} from '../../machine/step-context';
import { askWords, putOffWords } from '../../machine/words/asks';
import { topicKey } from '../../product-issue';
import type { EffectSpec } from '../../program';
import type { EffectResult } from '../../treatment-activities';
import { effectCall } from './activity';
import { askAgainAt, deferredUntil, hindrance } from './hindrance';
import { effectResult } from './result';

type Effect = InstructionOf<'effect'>;
type Ask = BlockOf<'effect'>;

/** Asks the gate for the effect; an offer whose amount, a record whose value or a case whose topic cannot be computed is refused here. */
export function enterEffect(context: StepContext, instruction: Effect): Move {
  const { effect } = instruction;
  const amount = effect.kind === 'offer' ? numberOf(effect.amount, contextScope(context)) : undefined;
  if (effect.kind === 'offer' && amount === undefined) {
    return { move: 'settle', facts: { outcome: 'refused', reason: 'amountUnknown' } };
  }
  const from = effect.kind === 'record' ? effect.from : undefined;
  const text = from === undefined ? undefined : textOf(from, contextScope(context));
  if (from !== undefined && text === undefined) {
    return { move: 'settle', facts: { outcome: 'refused', reason: 'valueUnknown' } };
  }
  const cases = effect.kind === 'record' ? effect.cases : undefined;
  const topic = cases && topicKey(textOf(cases.topic, contextScope(context)));
  if (cases && topic === undefined) {
    return { move: 'settle', facts: { outcome: 'refused', reason: 'topicUnknown' } };
  }
  const notAfter = instruction.withinMs === undefined ? undefined : after(context.now, instruction.withinMs);
  return {
    move: 'block',
    block: {
      on: 'effect',
      phase: 'asking',
      ask: 1,
      until: undefined,
      code: undefined,
      notAfter,
      amount,
      text,
      ...(topic !== undefined && { topic }),
      progress: progressAt(context),
    },
  };
}

/** The activity while asking, a timer while put off. */
export function effectRequests(context: StepContext, instruction: Effect, block: Ask): readonly Request[] {
  const { step, summary, effect } = instruction;
  const path = contextPath(context);
  const owner = context.thread.id;
  const key = `${step}|${path}|ask:${block.ask}`;
  if (block.phase !== 'asking') {
    return [
      {
        kind: 'timer',
        owner,
        key: `${key}|again`,
        at: block.until!,
        summary: putOffWords(context, summary, block),
      },
    ];
  }
  const call = effectCall({
    effect: withText(effect, block.text),
    ...(block.notAfter && { notAfter: block.notAfter }),
    ...(block.amount !== undefined && { amount: block.amount }),
    ...(block.topic !== undefined && { topic: block.topic }),
    ...stepCommand(context, step, path, block.progress),
  });
  return [{ kind: 'activity', owner, key, call, pausable: true, summary: askWords(effect.kind, summary) }];
}

function withText(effect: EffectSpec, text: string | undefined): EffectSpec {
  return text !== undefined && effect.kind === 'record' ? { ...effect, value: text } : effect;
}

/** A deferral waits and asks again; every other answer settles the step. */
export function effectHears(context: StepContext, block: Ask, news: News): Move {
  switch (news.kind) {
    case 'timer':
      return askAgain(context, block);
    case 'resumed':
      return block.code === 'paused' ? askAgain(context, block) : stay;
    case 'failed':
      return { move: 'settle', facts: { outcome: 'failed', reason: news.why } };
    case 'activity': {
      const result = effectResult(news.answer);
      return result ? settleEffect(context, block, result) : stay;
    }
    default:
      return stay;
  }
}

function askAgain(context: StepContext, block: Ask): Move {
  const { until: _until, code: _code, ...kept } = block;
  return {
    move: 'block',
    block: { ...kept, phase: 'asking', ask: block.ask + 1, progress: progressAt(context) },
  };
}

function settleEffect(context: StepContext, block: Ask, result: EffectResult): Move {
  switch (result.status) {
    case 'done':
      return {
        move: 'settle',
        facts: { outcome: result.outcome, count: result.count, amount: result.amount },
      };
    case 'deferred':
      return putOff(block, 'deferred', deferredUntil(result.until, context.now, block.ask), result.code);
    case 'refused': {
      const hindered = hindrance(result.code);
      if (!hindered) return { move: 'settle', facts: { outcome: 'refused', reason: result.code } };
      return putOff(
        block,
        hindered === 'paused' ? 'deferred' : 'ending',
        askAgainAt(context.now),
        result.code,
      );
    }
    case 'failed':
      return { move: 'settle', facts: { outcome: 'failed', reason: result.code } };
    case 'inDoubt':
      return { move: 'settle', facts: { outcome: 'inDoubt', reason: result.why } };
    case 'declined':
      return { move: 'settle', facts: { outcome: 'declined', reason: result.code } };
  }
}

function putOff(block: Ask, phase: 'deferred' | 'ending', until: string, code: string): Move {
  return {
    move: 'block',
    block: { ...block, phase, until, code },
    note: { outcome: 'deferred', reason: code },
  };
}
