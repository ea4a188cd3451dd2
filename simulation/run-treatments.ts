import { advance } from '../domain/machine/advance';
import { apply } from '../domain/machine/apply';
import { later, reached } from '../domain/machine/instants';
import { type Moment, newestRules } from '../domain/machine/moment';
import { earliestTimer } from '../domain/machine/timers';
import type { Request } from '../domain/machine/requests';
import { decide, endTreatments } from './consequences';
import { noteEnd, noteHop } from './covered/seen';
import { letGo, resume } from './inbox';
import { knownNow } from './look';
import { perform } from './virtual-activities';
import type { VirtualTreatment, World } from './world';

const mostRounds = 10_000;

/** Lets every treatment go on until all of them wait. */
export function runTreatments(world: World): void {
  for (let round = 0; round < mostRounds; round += 1) {
    const ready = world.treatments.find((treatment) => isReady(world, treatment));
    if (!ready) return;
    runOne(world, ready);
  }
  throw new Error(`treatments of ${world.customerKey} go on for ever at ${world.now}`);
}

function isReady(world: World, treatment: VirtualTreatment): boolean {
  if (treatment.phase === 'closed') return false;
  return (
    treatment.pending.length > 0 || (treatment.wakes !== undefined && reached(treatment.wakes.at, world.now))
  );
}

function runOne(world: World, treatment: VirtualTreatment): void {
  const { program } = treatment;
  const { seen } = world;
  const moment: Moment = {
    now: world.now,
    patched: newestRules,
    unread: true,
    watch: seen && ((hop) => noteHop(seen, program, hop)),
  };
  if (treatment.pending.length > 0) {
    const items = treatment.pending.splice(0);
    treatment.machine = apply(program, treatment.machine, { kind: 'inbox', items }, moment);
  }
  const { wakes } = treatment;
  if (wakes?.timer !== undefined && reached(wakes.at, world.now)) {
    treatment.machine = apply(program, treatment.machine, { kind: 'timer', key: wakes.timer }, moment);
  }
  const turn = advance(program, treatment.machine, moment);
  treatment.machine = turn.state;
  if (turn.state.result) return close(world, treatment, turn.state.result);
  const work = turn.requests.filter(({ kind }) => kind !== 'timer');
  treatment.wakes = work.length > 0 ? { at: world.now } : wakeUp(turn.requests);
  for (const request of work) {
    treatment.machine = apply(program, treatment.machine, answerTo(world, treatment, request), moment);
  }
}

function wakeUp(requests: readonly Request[]): VirtualTreatment['wakes'] {
  const timer = earliestTimer(requests);
  return timer && { at: timer.at, timer: timer.key };
}

function answerTo(world: World, treatment: VirtualTreatment, request: Request): Parameters<typeof apply>[2] {
  const { key } = request;
  if (request.kind === 'activity')
    return { kind: 'activity', key, answer: perform(world, treatment, request.call) };
  // What a workflow of code would answer is not modelled: it is taken to be done.
  return { kind: 'child', key, outcome: 'done' };
}

/** The outcome's transaction: what was accepted first wins; the pre-empted go on and the deferred are looked at again. */
function close(
  world: World,
  treatment: VirtualTreatment,
  result: NonNullable<VirtualTreatment['machine']['result']>,
): void {
  const { outcome, reason } = treatment.terminal ?? result;
  treatment.outcome = { outcome, reason, at: world.now };
  treatment.phase = 'closed';
  if (world.seen && treatment.terminal) noteEnd(world.seen, treatment.program, treatment.terminal);
  for (const task of treatment.tasks.values())
    if (task.state === 'open' && !task.keepOpen) task.state = 'cancelled';
  letGo(treatment);
  treatment.wakes = undefined;
  const { measureAt } = treatment.machine.identity;
  if (treatment.measure === undefined && measureAt !== undefined)
    world.agenda.put(later(measureAt, world.now), { kind: 'measure', treatmentId: treatment.id });
  world.known = undefined;
  const why = `preempted:${treatment.id}` as const;
  const paused = world.treatments.filter(({ pausedBy }) => pausedBy.includes(why));
  for (const other of paused) resume(other, why);
  const again = world.deferred;
  if (paused.length === 0 && again.length === 0) return;
  const { facts, contexts } = knownNow(
    world,
    again.flatMap(({ context }) => context ?? []),
  );
  const known = { facts, contexts };
  endTreatments(
    world,
    paused.filter(({ phase }) => phase === 'running'),
    known,
  );
  world.deferred = [];
  decide(world, { ...known, crossings: [], again });
}
