import type { Program } from '../program';
import { apply } from './apply';
import { reached } from './instants';
import type { Moment } from './moment';
import { next } from './next';
import type { Request } from './requests';
import type { MachineState } from './state';

const mostRounds = 1_000;

/** As `next`, and deadlines that have come already are met at once instead of by a timer of no length. */
export function advance(
  program: Program,
  state: MachineState,
  moment: Moment,
): { state: MachineState; requests: readonly Request[] } {
  let turn = next(program, state, moment);
  for (let round = 0; round < mostRounds; round += 1) {
    let met = turn.state;
    for (const request of turn.requests)
      if (request.kind === 'timer' && reached(request.at, moment.now))
        met = apply(program, met, { kind: 'timer', key: request.key }, moment);
    if (met === turn.state) return turn;
    turn = next(program, met, moment);
  }
  return turn;
}
