import { factsFrom } from '../pinned-facts';
import type { Program } from '../program';
import type { TreatmentInput } from '../treatment';
import { draftOf, newThread } from './copies';
import { after } from './instants';
import type { MachineState } from './state';
import { isoOf, msOf } from '../iso-instant';

/** The state of a treatment that has just started: one thread at the first instruction. */
export function startMachine(program: Program, input: TreatmentInput): MachineState {
  const facts = factsFrom(input.start);
  const score = facts.facts.scores[program.dimension];
  const scale = input.clock?.scale ?? 1;
  return draftOf({
    identity: {
      treatmentId: input.treatmentId,
      customerKey: input.customerKey,
      ...(input.context !== undefined && { context: input.context }),
      arm: input.arm,
      startedAt: isoOf(msOf(input.startedAt)),
      ...(scale !== 1 && { clockScale: scale }),
      breachedAt: isoOf(msOf(input.breachedAt)),
      why: input.why,
      startTier: score?.tier ?? input.riskTier,
      startPoints: score?.points ?? 0,
      maximumAt: after(input.startedAt, program.maximumDurationMs),
      ...(program.measure && { measureAt: after(input.startedAt, program.measure.atMs) }),
    },
    facts,
    // All fields from the start, and copied as all later states are: engines are quicker with objects of one shape.
    event: undefined,
    graceUntil: undefined,
    interruption: undefined,
    result: undefined,
    steps: {},
    threads: [newThread({ id: 'main', pc: 0, path: '' })],
    jobs: [],
    inFlight: [],
    pausedBy: [],
    inbox: { mark: 0, held: [] },
    heard: [],
    openTasks: [],
    checkpoint: 0,
    redirected: false,
    measure: program.measure ? 'waiting' : 'none',
    expiring: false,
    unsigned: 0,
    jobNumber: 0,
    trace: [],
  });
}
