import type { Crossing } from '../domain/crossing';
import { treatmentId } from '../domain/ids';
import { startMachine } from '../domain/machine/start-machine';
import type { CompiledProgram } from '../domain/program';
import type { TreatmentInput } from '../domain/treatment';
import type { Arm } from '../domain/words';
import { factsNow } from './look';
import { followUp } from './people';
import type { VirtualTreatment, World } from './world';

/** What a virtual treatment starts from. */
export interface VirtualStart {
  readonly playbook: string;
  readonly arm: Arm;
  readonly with: Readonly<Record<string, string | number | boolean>>;
  readonly crossing?: Crossing;
  /** Of the treatment that hands over; absent = the crossing's. */
  readonly segment?: string;
  readonly context?: string;
}

/** Starts a treatment at this instant. */
export function startTreatment(world: World, start: VirtualStart): VirtualTreatment {
  const playbook = world.book.playbooks[start.playbook];
  if (!playbook)
    throw new RangeError(
      `the book has no playbook "${start.playbook}": ${Object.keys(world.book.playbooks).join(', ')}`,
    );
  const compiled = start.arm === 'holdout' ? playbook.observer : playbook.program;
  const program = withParameters(compiled, start.with);
  const context = start.context ?? start.crossing?.context;
  const snapshot = factsNow(world, context);
  const input: TreatmentInput = {
    treatmentId: treatmentId(playbook.id, world.customerKey, world.treatments.length + 1),
    customerKey: world.customerKey,
    ...(context !== undefined && { context }),
    arm: start.arm,
    program,
    startedAt: world.now,
    breachedAt: start.crossing?.breachedAt ?? world.now,
    why: start.crossing ? `Entered ${start.crossing.segment}` : 'Started by hand',
    valueTier: snapshot.facts.value.tier,
    riskTier: snapshot.facts.scores[playbook.dimension]?.tier ?? 'low',
    start: snapshot,
  };
  const treatment: VirtualTreatment = {
    id: input.treatmentId,
    playbook,
    program,
    segment: start.segment ?? start.crossing?.segment ?? '',
    arm: start.arm,
    input,
    machine: startMachine(program, input),
    phase: 'running',
    pausedBy: [],
    inboxSeq: 0,
    pending: [],
    approvals: new Map(),
    tasks: new Map(),
    holds: [],
    banners: [],
    wakes: { at: world.now },
    terminal: undefined,
    outcome: undefined,
  };
  world.treatments.push(treatment);
  // Rules may stand aside while a play is open.
  world.known = undefined;
  followUp(world, treatment);
  return treatment;
}

function withParameters(program: CompiledProgram, given: VirtualStart['with']): CompiledProgram {
  if (Object.keys(given).length === 0) return program;
  return { ...program, parameters: { ...program.parameters, ...given } };
}
