import { advance } from '../../../domain/machine/advance';
import { apply } from '../../../domain/machine/apply';
import { newestRules } from '../../../domain/machine/moment';
import type { MachineResult } from '../../../domain/machine/news';
import type { ActivityAnswer, ActivityRequest, Request } from '../../../domain/machine/requests';
import { withShownProgress } from '../../../domain/machine/shown-progress';
import { startMachine } from '../../../domain/machine/start-machine';
import type { MachineState } from '../../../domain/machine/state';
import { earliestTimer } from '../../../domain/machine/timers';
import type { InboxItem } from '../../../domain/inbox';
import type { Program } from '../../../domain/program';
import type { TreatmentInput } from '../../../domain/treatment';
import type { UnsignedAct } from '../../../domain/treatment-activities';
import { factsAt, inputOf } from '../../workflows/support/inputs';

export const startedAt = '2026-03-02T10:00:00.000Z';
type Item = InboxItem extends infer I ? (I extends unknown ? Omit<I, 'seq'> : never) : never;
type Answers = {
  readonly [N in ActivityAnswer['name']]?: Partial<Extract<ActivityAnswer, { name: N }>['answer']>;
};

/** A machine moved by hand: every answer is the test's. The state passes through JSON at each step, as continue-as-new would pass it. */
export interface Driver {
  state(): MachineState;
  now(): string;
  wanted(): readonly Request[];
  /** Names of the activities asked for now. */
  asked(): readonly string[];
  request(name: string): ActivityRequest;
  /** Answers the activity of this name. */
  answer(name: ActivityAnswer['name'], answer?: object): void;
  fail(name: string, why: string): void;
  /** Lets time pass to the earliest timer. */
  pass(): void;
  at(instant: string): void;
  tell(...items: readonly (Item & { seq?: number })[]): void;
  /** A raw signal, without a sequence. */
  unsigned(act: UnsignedAct): void;
}

export function drive(program: Program, change: Partial<TreatmentInput> = {}, patched = newestRules): Driver {
  let state = startMachine(program, inputOf(program, startedAt, change));
  let now = startedAt;
  let sequence = 1;
  let seq = 0;
  let requests: readonly Request[] = [];
  const go = () => {
    const turn = advance(program, JSON.parse(JSON.stringify(state)) as MachineState, { now, patched });
    state = turn.state;
    requests = withShownProgress(program, turn, { now, patched });
  };
  const put = (result: MachineResult) => {
    state = apply(program, JSON.parse(JSON.stringify(state)) as MachineState, result, { now, patched });
    go();
  };
  const find = (name: string): ActivityRequest => {
    const found = requests.find(
      (request): request is ActivityRequest => request.kind === 'activity' && request.call.name === name,
    );
    if (!found) throw new Error(`${name} is not asked for, but ${requests.map(({ key }) => key).join(', ')}`);
    return found;
  };
  go();
  return {
    state: () => state,
    now: () => now,
    wanted: () => requests,
    asked: () => requests.flatMap((request) => (request.kind === 'activity' ? [request.call.name] : [])),
    request: find,
    answer: (name, answer = {}) => {
      sequence += 1;
      const whole = { ...defaults[name], facts: factsAt(sequence, now), ...answer };
      put({ kind: 'activity', key: find(name).key, answer: { name, answer: whole } as ActivityAnswer });
    },
    fail: (name, why) => put({ kind: 'failed', key: find(name).key, why }),
    pass: () => {
      const timer = earliestTimer(requests);
      if (!timer) throw new Error('nothing waits for time');
      now = timer.at;
      put({ kind: 'timer', key: timer.key });
    },
    at: (instant) => {
      now = instant;
      go();
    },
    unsigned: (act) => put({ kind: 'unsigned', act }),
    tell: (...items) => {
      const numbered = items.map((item) => {
        seq = item.seq ?? seq + 1;
        return { ...item, seq };
      });
      put({ kind: 'inbox', items: numbered });
    },
  };
}

const done = { status: 'done', outcome: 'sent', count: 1, amount: 0 } as const;
const defaults: Answers = {
  sendMessage: done,
  showBanner: done,
  makeOffer: done,
  recordFact: { ...done, outcome: 'recorded' },
  chargeInvoices: { ...done, outcome: 'paid' },
  rescore: { sequence: 2, tier: 'low', points: 5 },
  confirmLeave: { left: true },
  expireTreatment: { outcome: 'expired', reason: 'maximum duration is over' },
};
