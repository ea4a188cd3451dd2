import { baseOf, defineStep, type StepSite, tooLate } from '../../book/compile/step-kind';
import type { ProgramBuilder } from '../../book/compile/program-builder';
import { inside } from '../../book/report';
import type { SignalValue } from '../../signals/signal';
import { recordSchema } from './schema';

/** One record is one effect. */
export const recordStep = defineStep(
  recordSchema,
  ({ field, signal, about, value, from }, site, builder) => {
    if (from !== undefined) {
      builder.refresh(site.id);
      builder.expression(from, 'string', inside(site.bodyPlace, 'from'));
    } else if (signal === undefined) builder.text(String(value), inside(site.bodyPlace, 'value'));
    else if (value !== undefined) checkFact(signal, value, site, builder);
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
      },
      withinMs: site.timeoutMs,
    });
    builder.stale = false;
  },
  { timedOut: tooLate },
);

function checkFact(
  signal: string,
  value: SignalValue,
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
  if (context.names.untyped.has(signal) || typeof value === definition.type) return;
  context.report.error(inside(bodyPlace, 'value'), {
    message: `the signal ${signal} is a ${definition.type}, and this is a ${typeof value}`,
  });
}
