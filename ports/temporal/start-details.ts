import { indentedLines } from '../../domain/machine/words/plan-lines';
import { planOf } from '../../domain/machine/words/plan';
import { clockWords } from '../../domain/machine/words/clock';
import { endsOf } from '../../domain/machine/words/ends';
import { durationWords } from '../../domain/plain-words';
import type { TreatmentInput } from '../../domain/treatment';

const summaryLength = 200;

/** One line for the list of the Temporal UI: which playbook, for whom, why. */
export function startSummary(input: TreatmentInput): string {
  const observed = input.arm === 'holdout' ? ' (control group: only watched)' : '';
  const whole = `${input.program.title}${observed} — ${input.why}`;
  if (whole.length <= summaryLength) return whole;
  return `${whole.slice(0, summaryLength - 2).replace(/[\s;:,]+\S*$/, '')} …`;
}

/** Markdown for the head of a treatment's page: why it started and what the plan is. No personal data. */
export function startDetails(input: TreatmentInput): string {
  const { program, clock, startedAt } = input;
  const { early, planned } = endsOf(program);
  const about = input.context ? `, about ${input.context}` : '';
  const lines = [
    `**Why it started:** ${input.why}`,
    `**Customer:** ${input.customerKey}${about} · value ${input.valueTier} · ${program.dimension} risk ${input.riskTier}`,
    ...(early.length > 0 ? [`**Ends at any moment** as ${early.join('; as ')}`] : []),
    ...(planned.length > 0 ? [`**Ends by its plan** as ${planned.join('; as ')}`] : []),
    `**Ends at the latest** after ${durationWords(program.maximumDurationMs)}`,
    ...clockWords(clock?.scale ?? 1, startedAt),
    `**The plan** (where it is in it stands beside, under *Current details*)`,
    indentedLines(planOf(program), ({ step, text }) => (step === undefined ? text : `• ${text}`)),
    `Book version \`${program.bookHash}\`, ${input.arm === 'holdout' ? 'in the control group: the customer is only watched' : 'not in the control group'}.`,
  ];
  return lines.join('\n\n');
}
