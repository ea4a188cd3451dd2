import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import type { TreatmentInput } from '../domain/treatment';

// What the machine reads before its first step; the book's checks have vouched for the rest at publish.
const texts = ['treatmentId', 'customerKey', 'arm', 'startedAt', 'breachedAt', 'why'] as const;

/**
 * The input, or a failure that ends the workflow: a plain error would retry the task for ever while the
 * status says RUNNING. Throws a non-retryable ApplicationFailure of type BadTreatmentInput.
 */
export function checkInput(input: TreatmentInput | undefined): TreatmentInput {
  const given: { readonly [K in keyof TreatmentInput]?: unknown } =
    input ?? refuse('input', 'is missing: start treatments through Tideline');
  for (const name of texts) if (typeof given[name] !== 'string') refuse(name, 'must be a text');
  for (const name of ['startedAt', 'breachedAt'] as const) {
    if (Number.isNaN(Date.parse(String(given[name])))) refuse(name, 'must be an ISO instant');
  }
  checkParts(given);
  const type = (given.program as { type?: unknown }).type;
  if (type !== workflowInfo().workflowType) {
    refuse(
      'program.type',
      `is ${String(type)}, but the workflow type is ${workflowInfo().workflowType}: start it under its playbook's type`,
    );
  }
  return given as TreatmentInput;
}

function checkParts(given: { readonly [K in keyof TreatmentInput]?: unknown }): void {
  const program = part(given.program, 'program');
  if (!Array.isArray(program['instructions'])) refuse('program.instructions', 'must be a list');
  if (typeof program['maximumDurationMs'] !== 'number')
    refuse('program.maximumDurationMs', 'must be a number');
  part(program['onLeave'], 'program.onLeave');
  const start = part(given.start, 'start');
  const facts = part(start['facts'], 'start.facts');
  if (facts['scores'] !== undefined) part(facts['scores'], 'start.facts.scores');
  if (given.clock !== undefined) checkClock(given.clock);
}

function checkClock(given: unknown): void {
  const clock = part(given, 'clock');
  if (Number.isNaN(Date.parse(String(clock['base'])))) refuse('clock.base', 'must be an ISO instant');
  if (!(typeof clock['scale'] === 'number' && clock['scale'] > 0))
    refuse('clock.scale', 'must be a positive number');
}

function part(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return refuse(name, 'must be an object');
  return value as Record<string, unknown>;
}

function refuse(field: string, problem: string): never {
  throw ApplicationFailure.nonRetryable(`treatment input: ${field} ${problem}`, 'BadTreatmentInput');
}
