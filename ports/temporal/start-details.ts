import { indentedLines } from '../../domain/machine/words/plan-lines';
import { planOf } from '../../domain/machine/words/plan';
import { conditionWords } from '../../domain/machine/words/condition';
import { durationWords, plainName } from '../../domain/plain-words';
import type { TreatmentInput } from '../../domain/treatment';

const summaryLength = 200;

/** One line for the list of the Temporal UI: which playbook, for whom, why. */
export function startSummary(input: TreatmentInput): string {
  const observed = input.arm === 'holdout' ? ' (holdout: only watched)' : '';
  const whole = `${input.program.title}${observed} — ${input.why}`;
  if (whole.length <= summaryLength) return whole;
  return `${whole.slice(0, summaryLength - 2).replace(/[\s;:,]+\S*$/, '')} …`;
}

/** Markdown for the head of a treatment's page: why it started and what the plan is. No personal data. */
export function startDetails(input: TreatmentInput): string {
  const { program } = input;
  const about = input.context ? `, about ${input.context}` : '';
  const lines = [
    `**Why it started:** ${input.why}`,
    `**Customer:** ${input.customerKey}${about} · value ${input.valueTier} · ${program.dimension} risk ${input.riskTier}`,
    `**Goal:** ${goalWords(input)}`,
    `**Ends at the latest** after ${durationWords(program.maximumDurationMs)}`,
    ...clockWords(input),
    `**The plan** (where it is in it stands beside, under *Current details*)`,
    indentedLines(planOf(program), ({ step, text }) => (step === undefined ? text : `• ${text}`)),
    `Book \`${program.bookHash}\`, ${input.arm === 'holdout' ? 'held out: the customer is only watched' : 'treated, not held out'}.`,
  ];
  return lines.join('\n\n');
}

function goalWords({ program: { goal, goalOutcome } }: TreatmentInput): string {
  return goal === undefined
    ? 'none of its own, its plan says how it ends'
    : `${conditionWords(goal)}; at any moment that ends it as *${plainName(goalOutcome)}*`;
}

// Whoever sees the server's times beside those of the plan must know that they differ.
function clockWords({ clock: { scale }, startedAt }: TreatmentInput): string[] {
  if (scale === 1) return [];
  const day = Math.round(86_400 / scale);
  return [
    `**Clock:** a demonstration, a day passes in ${day} seconds. All times in these texts are the story's (it began ${startedAt.slice(0, 10)}), those of the Temporal UI are real.`,
  ];
}
