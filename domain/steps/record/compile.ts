import { baseOf, defineStep, type StepSite, tooLate } from '../../book/compile/step-kind';
import type { ProgramBuilder } from '../../book/compile/program-builder';
import { inside } from '../../book/report';
import type { CaseRule } from '../../product-issue';
import type { SignalValue } from '../../signals/signal';
import { type CasesSource, recordSchema } from './schema';

/** One record is one effect. */
export const recordStep = defineStep(
  recordSchema,
  ({ field, signal, about, value, from, cases }, site, builder) => {
    if (from !== undefined) {
      builder.refresh(site.id);
      builder.expression(from, 'string', inside(site.bodyPlace, 'from'));
    } else if (signal === undefined) builder.text(String(value), inside(site.bodyPlace, 'value'));
    else if (value !== undefined) checkFact({ signal, value, about }, site, builder);
    // Its topic is read from the facts.
    if (cases) builder.refresh(site.id);
    builder.emit({
      ...baseOf(site, `Record ${signal ?? field}`),
      op: 'effect',
      effect: {
        kind: 'record',
        field: signal ?? field ?? '',
        value: String(value ?? ''),
        ...(signal !== undefined && { fact: value }),
        ...(signal !== undefined && about === 'customer' && { about }),
        ...(from !== undefined && { from }),
        ...(cases && { cases: checkCases(cases, site, builder) }),
      },
      withinMs: site.timeoutMs,
    });
    builder.stale = false;
  },
  { timedOut: tooLate },
);

function checkCases(
  { topic, issueAt, within, queue, title, due }: CasesSource,
  { bodyPlace }: StepSite,
  builder: ProgramBuilder,
): CaseRule {
  const place = (key: string) => inside(bodyPlace, 'cases', key);
  builder.expression(topic, 'string', place('topic'));
  builder.text(title, place('title'));
  builder.context.known('queue', queue, builder.context.names.queues, place('queue'));
  return { topic, issueAt, withinMs: within, queue, title, dueMs: due };
}

function checkFact(
  {
    signal,
    value,
    about,
  }: { readonly signal: string; readonly value: SignalValue; readonly about: 'treatment' | 'customer' },
  { bodyPlace }: StepSite,
  { context }: ProgramBuilder,
): void {
  const { signals } = context.names;
  if (!context.known('signal', signal, Object.keys(signals), inside(bodyPlace, 'signal'))) return;
  const definition = signals[signal];
  if (!definition) return;
  if (definition.kind === 'derived') {
    context.report.error(inside(bodyPlace, 'signal'), {
      message: `${signal} is derived, so nobody can send it`,
      hint: `record ${definition.of}, which it is made of`,
    });
    return;
  }
  if (definition.about !== undefined && about === 'customer') {
    context.report.error(inside(bodyPlace, 'about'), {
      message: `the signal ${signal} is about one ${definition.about}, never about the whole customer`,
      hint: 'leave about out: the fact is then about what the treatment is about',
    });
  }
  if (context.names.untyped.has(signal) || typeof value === definition.type) return;
  context.report.error(inside(bodyPlace, 'value'), {
    message: `the signal ${signal} is a ${definition.type}, and this is a ${typeof value}`,
  });
}
