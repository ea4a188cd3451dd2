import type { FactsSnapshot } from '../domain/facts';
import type { EffectCommand, EffectResult } from '../domain/treatment-activities';
import type { EffectAsk } from '../application/gate/effect-ask';
import type { Transaction } from '../ports/store/store';
import type { EffectRow } from '../ports/store/tables/effects';
import { readTreatment } from '../ports/store/tables/treatments';

/** What came of an effect, before the facts are added. */
export type EffectAnswer = EffectResult extends infer R
  ? R extends { facts: FactsSnapshot }
    ? Omit<R, 'facts'>
    : never
  : never;

/** The ask that a command stands for. */
export function askOf(command: EffectCommand): EffectAsk {
  const { treatmentId, customerKey, step, path, effect, notAfter, amount } = command;
  return { treatmentId, customerKey, step, path, effect, notAfter, amount };
}

const endCodes: Readonly<Record<string, string>> = { stop: 'stopped', goal: 'goalReached', exit: 'exited' };

/** Reads an effect's row as the answer a treatment gets. */
export async function answerOf(tx: Transaction, row: EffectRow): Promise<EffectAnswer> {
  switch (row.state) {
    case 'done':
    case 'failed':
    case 'inDoubt':
      return settledAnswer(row.state, row);
    case 'released':
      return releasedAnswer(tx, row);
    case 'deferred':
    case 'refused':
      return judgedAnswer(row);
    case 'reserved':
    case 'attempting':
      throw new Error(`effect ${row.requestKey} is still ${row.state} after it was performed`);
  }
}

function settledAnswer(state: 'done' | 'failed' | 'inDoubt', { receipt, spec }: EffectRow): EffectAnswer {
  const { outcome = 'done', code = 'failed', why = '' } = receipt ?? {};
  if (state === 'done') return { status: 'done', outcome, count: 1, amount: spec.amount ?? 0 };
  return state === 'failed' ? { status: 'failed', code, why } : { status: 'inDoubt', why };
}

function judgedAnswer({ verdict, requestKey, state }: EffectRow): EffectAnswer {
  if (verdict.verdict === 'allowed')
    throw new Error(`effect ${requestKey} is ${state} but its verdict is allowed`);
  const { code, why } = verdict;
  return verdict.verdict === 'deferred'
    ? { status: 'deferred', until: verdict.until, code, why }
    : { status: 'refused', code, why };
}

// An effect taken back by the end of its treatment keeps the verdict it had; the end says why it was taken back.
async function releasedAnswer(tx: Transaction, row: EffectRow): Promise<EffectAnswer> {
  if (row.verdict.verdict === 'refused')
    return { status: 'refused', code: row.verdict.code, why: row.verdict.why };
  const treatment = await readTreatment(tx, row.treatmentId);
  const code = endCodes[treatment?.terminalKind ?? ''] ?? 'exited';
  return { status: 'refused', code, why: treatment?.terminalReason ?? 'the treatment is closed' };
}
