import { formatDuration } from '../../domain/durations';
import type { Instruction } from '../../domain/program';
import type { TreatmentInput } from '../../domain/treatment';

// The plan is for people: bookkeeping instructions tell them nothing.
const silentOps: ReadonlySet<Instruction['op']> = new Set([
  'jump',
  'branch',
  'next',
  'join',
  'readFacts',
  'fork',
  'loop',
]);

/** One line for the list of the Temporal UI: which playbook, for whom, why. */
export function startSummary(input: TreatmentInput): string {
  const observed = input.arm === 'holdout' ? ' (holdout: observed only)' : '';
  return `${input.program.title}${observed} — ${input.why}`.slice(0, 200);
}

/** Markdown for the head of a treatment's page: why it started and what the plan is. No personal data. */
export function startDetails(input: TreatmentInput): string {
  const { program } = input;
  const lines = [
    `**Why it started:** ${input.why}`,
    `**Customer:** ${input.customerKey}${input.context ? `, about ${input.context}` : ''} · value ${input.valueTier} · ${program.dimension} risk ${input.riskTier}`,
    `**Goal:** ${program.goal ? `\`${program.goal}\` ends it as *${program.goalOutcome}*` : 'none: it runs to its end'}`,
    `**At the latest:** ends after ${formatDuration(program.maximumDurationMs)}`,
    '',
    '**Plan**',
    ...planLines(program.instructions).map((line, index) => `${index + 1}. ${line}`),
    '',
    `Book \`${program.bookHash}\`, arm *${input.arm}*.`,
  ];
  return lines.join('\n');
}

function planLines(instructions: readonly Instruction[]): string[] {
  const summaries = instructions.filter(({ op }) => !silentOps.has(op)).map(({ summary }) => summary);
  return summaries.filter((summary, index) => summary !== summaries[index - 1]);
}
