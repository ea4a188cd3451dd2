import type { News } from '../../machine/news';
import { reached } from '../../machine/instants';
import { progressAt } from '../../machine/progress';
import type { Request } from '../../machine/requests';
import {
  type BlockOf,
  contextPath,
  type InstructionOf,
  type Move,
  stay,
  type StepContext,
  stepCommand,
} from '../../machine/step-context';
import { askWords, declinedWords, putOffWords, triesLeft } from '../../machine/words/asks';
import type { EffectResult } from '../../treatment-activities';
import { askAgainAt, deferredUntil, hindrance } from '../effect/hindrance';
import { effectResult } from '../effect/result';

type Charge = InstructionOf<'charge'>;
type Ask = BlockOf<'charge'>;

/** The first attempt at all open invoices. */
export function enterCharge(context: StepContext): Move {
  return {
    move: 'block',
    block: { on: 'charge', phase: 'asking', ask: 1, attempt: 1, woken: false, progress: progressAt(context) },
  };
}

/** The activity of the present attempt, or the timer until the next; the path carries the attempt's number. */
export function chargeRequests(context: StepContext, instruction: Charge, block: Ask): readonly Request[] {
  const { step, summary, attempts, effect } = instruction;
  const path = contextPath(context, `${step}:${block.attempt}`);
  const owner = context.thread.id;
  const key = `${step}|${path}|ask:${block.ask}`;
  const which = `Try ${block.attempt} of ${attempts}`;
  const left = `${summary} (${triesLeft(attempts - block.attempt + 1)})`;
  if (block.phase === 'waiting') {
    return [
      {
        kind: 'timer',
        owner,
        key: `${key}|retry`,
        at: block.until!,
        summary: declinedWords(context, which, block),
      },
    ];
  }
  if (block.phase !== 'asking') {
    return [
      {
        kind: 'timer',
        owner,
        key: `${key}|again`,
        at: block.until!,
        summary: putOffWords(context, left, block),
      },
    ];
  }
  const command = {
    ...stepCommand(context, step, path, block.progress),
    effect,
    final: block.attempt >= attempts,
  };
  return [
    {
      kind: 'activity',
      owner,
      key,
      call: { name: 'chargeInvoices', command },
      pausable: true,
      summary: askWords('charge', left),
    },
  ];
}

/** A decline waits for the time the gate names or a waking event; paid, refused or out of attempts settles the step. */
export function chargeHears(context: StepContext, instruction: Charge, block: Ask, news: News): Move {
  switch (news.kind) {
    case 'timer':
      return block.phase === 'waiting' ? nextAttempt(context, block) : sameAttempt(context, block);
    case 'resumed':
      return block.code === 'paused' ? sameAttempt(context, block) : stay;
    case 'event':
      return hearEvent(context, instruction, block, news.name);
    case 'failed':
      return { move: 'settle', facts: { outcome: 'failed', reason: news.why, count: block.attempt } };
    case 'activity': {
      const result = effectResult(news.answer);
      return result ? settleCharge(context, instruction, block, result) : stay;
    }
    default:
      return stay;
  }
}

function hearEvent(context: StepContext, instruction: Charge, block: Ask, name: string): Move {
  if (!instruction.wakeOn.includes(name)) return stay;
  if (block.phase === 'waiting') return nextAttempt(context, block);
  if (block.phase === 'deferred') return sameAttempt(context, block);
  return { move: 'block', block: { ...block, woken: true } };
}

function nextAttempt(context: StepContext, block: Ask): Move {
  return sameAttempt(context, { ...block, attempt: block.attempt + 1, woken: false });
}

function sameAttempt(context: StepContext, block: Ask): Move {
  const { until: _until, code: _code, ...kept } = block;
  return {
    move: 'block',
    block: { ...kept, phase: 'asking', ask: block.ask + 1, progress: progressAt(context) },
  };
}

function settleCharge(context: StepContext, instruction: Charge, block: Ask, result: EffectResult): Move {
  const count = block.attempt;
  switch (result.status) {
    case 'done':
      return { move: 'settle', facts: { outcome: result.outcome, count, amount: result.amount } };
    case 'deferred': {
      const until = deferredUntil(result.until, context.now, block.ask);
      return {
        move: 'block',
        block: { ...block, phase: 'deferred', until, code: result.code },
        note: { outcome: 'deferred', reason: result.code },
      };
    }
    case 'refused': {
      const hindered = hindrance(result.code);
      if (!hindered) return { move: 'settle', facts: { outcome: 'refused', reason: result.code, count } };
      const phase = hindered === 'paused' ? 'deferred' : 'ending';
      return {
        move: 'block',
        block: { ...block, phase, until: askAgainAt(context.now), code: result.code },
        note: { outcome: 'deferred', reason: result.code },
      };
    }
    case 'failed':
      return { move: 'settle', facts: { outcome: 'failed', reason: result.code, count } };
    case 'inDoubt':
      return { move: 'settle', facts: { outcome: 'inDoubt', reason: result.why, count } };
    case 'declined':
      return afterDecline(context, instruction, block, result);
  }
}

type Declined = Extract<EffectResult, { status: 'declined' }>;

function afterDecline(context: StepContext, instruction: Charge, block: Ask, result: Declined): Move {
  const { retryAt } = result;
  if (retryAt === undefined || block.attempt >= instruction.attempts)
    return { move: 'settle', facts: { outcome: 'declined', reason: result.code, count: block.attempt } };
  const note = { outcome: 'declined', reason: result.code };
  if (block.woken || reached(retryAt, context.now)) {
    const again = nextAttempt(context, block);
    return again.move === 'block' ? { ...again, note } : again;
  }
  return {
    move: 'block',
    block: { ...block, phase: 'waiting', until: retryAt, code: result.code },
    note,
  };
}
