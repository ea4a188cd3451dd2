import type { FactsSnapshot } from '../../../domain/facts';
import type { Instruction, Program } from '../../../domain/program';
import type { TreatmentInput } from '../../../domain/treatment';

export const hour = 3_600_000;
export const day = 24 * hour;

/** Facts of a customer with one open invoice and medium churn. */
export function factsAt(
  sequence: number,
  asOf: string,
  change: Partial<FactsSnapshot['facts']> = {},
): FactsSnapshot {
  return {
    sequence,
    asOf,
    facts: {
      signals: {},
      scores: {
        churn: { points: 30, tier: 'medium', confidence: 1 },
        payment: { points: 50, tier: 'high', confidence: 1 },
      },
      segments: ['churn-risk-medium'],
      value: { amount: 12_000, tier: 'high' },
      customer: { name: 'Ada', zone: 'UTC' },
      context: { id: '', kind: '' },
      invoices: {
        open: 1,
        openAmount: 100,
        paid: 0,
        void: 0,
        uncollectible: 0,
        attempts: 0,
        declineCode: '',
      },
      ...change,
    },
  };
}

/** A program of the test's own. */
export function programOf(instructions: readonly Instruction[], change: Partial<Program> = {}): Program {
  return {
    playbook: 'test-play',
    type: 'testPlay',
    title: 'Test play',
    dimension: 'churn',
    bookHash: 'book',
    variant: 'treatment',
    goalOutcome: 'saved',
    exits: [],
    onLeave: { mode: 'continue' },
    maximumDurationMs: 90 * day,
    instructions,
    parameters: {},
    ...change,
  };
}

let ordinal = 0;

/** What a treatment of a program is started with, from now on the server's clock. */
export function inputOf(
  program: Program,
  startedAt: string,
  change: Partial<TreatmentInput> = {},
): TreatmentInput {
  ordinal += 1;
  return {
    treatmentId: `treatment:${program.playbook}:000000000000:${ordinal}`,
    customerKey: '000000000000',
    arm: 'treatment',
    program,
    startedAt,
    breachedAt: startedAt,
    why: 'usage fell by 35 % in the month the champion left',
    valueTier: 'high',
    riskTier: 'medium',
    start: factsAt(1, startedAt),
    clock: { base: startedAt, scale: 1 },
    ...change,
  };
}

/** Short instructions for tests. */
export const message = (step: string): Instruction => ({
  op: 'effect',
  step,
  summary: `Send ${step}`,
  effect: { kind: 'message', template: step, channel: 'email', class: 'transactional', to: 'champion' },
});
export const wait = (step: string, forMs: number, events: readonly string[] = []): Instruction => ({
  op: 'wait',
  step,
  summary: `Wait ${step}`,
  forMs,
  events,
});
export const end = (outcome: Extract<Instruction, { op: 'end' }>['outcome'] = 'saved'): Instruction => ({
  op: 'end',
  step: `end-${outcome}`,
  summary: `End: ${outcome}`,
  outcome,
  reason: 'the plan is done',
});
