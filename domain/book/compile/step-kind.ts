import type { z } from 'zod';
import { parsePart } from '../parse-part';
import type { Place } from '../report';
import type { ProgramBuilder } from './program-builder';

/** One step of a playbook where it stands. */
export interface StepSite {
  readonly id: string;
  /** Of the step's own keys. */
  readonly place: Place;
  /** Of what is written under the step's kind. */
  readonly bodyPlace: Place;
  readonly when?: string;
  readonly summary?: string;
  readonly timeoutMs?: number;
}

/** A step kind as the compiler uses it. */
export interface StepKind {
  /** Of what is written under its name. */
  readonly schema: z.ZodType;
  /** Condition on `step.<id>` that says the time-out came; absent where a step does not wait. */
  readonly timedOut?: (step: string) => string;
  /** Steps that are one instruction carry `when` themselves; the others get a branch around them. */
  readonly single: boolean;
  compile(raw: unknown, site: StepSite, builder: ProgramBuilder): void;
}

/** Ties a kind's schema to its compile function; the schema's faults are reported at their places. */
export function defineStep<Body>(
  schema: z.ZodType<Body>,
  compile: (body: Body, site: StepSite, builder: ProgramBuilder) => void,
  traits: { readonly timedOut?: (step: string) => string; readonly single?: boolean } = {},
): StepKind {
  return {
    schema,
    single: traits.single ?? true,
    timedOut: traits.timedOut,
    compile(raw, site, builder) {
      const body = parsePart(schema, raw ?? {}, site.bodyPlace, builder.context.report);
      if (body !== undefined) compile(body, site, builder);
      else builder.guessed = true;
    },
  };
}

/** What every instruction of a step carries. */
export function baseOf(site: StepSite, summary: string): { step: string; summary: string; when?: string } {
  return {
    step: site.id,
    summary: site.summary ?? summary,
    ...(site.when === undefined ? {} : { when: site.when }),
  };
}

/** The time-out of an effect: the gate refused because it would come too late. */
export const tooLate = (step: string): string =>
  `${step}.outcome == 'refused' && ${step}.reason == 'tooLate'`;

/** The time-out of work by people. */
export const expired = (step: string): string => `${step}.outcome == 'expired'`;
