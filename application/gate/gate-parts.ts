import type { GateContext } from '../../domain/gate/gate-context';
import { judge } from '../../domain/gate/rules';
import type { Verdict } from '../../domain/gate/verdict';
import type { Transaction } from '../../ports/store/store';
import type { EffectRow } from '../../ports/store/tables/effects';
import type { Application } from '../application';
import { noCrash, type CrashHook } from '../crash-points';
import { beginAttempt } from './begin-attempt';
import type { EffectAsk } from './effect-ask';
import type { ReadContext } from './read-context';

/** A row as it is after a gate step, with what was read when the step went ahead. */
export interface Gated {
  readonly row: EffectRow;
  /** Absent when nothing may be done now. */
  readonly read?: ReadContext;
}

/** The parts of the gate on which "nothing twice, nothing unwanted" rests; composed apart so that each can be shown to matter. */
export interface GateParts {
  readonly judge: (context: GateContext) => Verdict;
  readonly beginAttempt: (
    tx: Transaction,
    app: Application,
    ask: EffectAsk,
    parts: GateParts,
  ) => Promise<Gated>;
  /** What the other side recognises a repeated request by. */
  readonly idempotencyKey: (row: EffectRow) => string;
  readonly crash: CrashHook;
}

/** What production runs with. */
export const gateParts: GateParts = {
  judge,
  beginAttempt,
  idempotencyKey: (row) => row.businessKey,
  crash: noCrash,
};
