// What they change is what somebody reads, and when.
const content: ReadonlySet<string> = new Set(['message', 'banner', 'wait']);

/** Whether a step of this kind changes words, language or timing only; a decision does where all its branches do. */
export function isContentStep(kind: string, body: unknown): boolean {
  return content.has(kind) || (kind === 'decide' && hasContentBranches(body));
}

/** Whether all branches of a decision hold such steps only. */
export function hasContentBranches(branches: unknown): boolean {
  return Array.isArray(branches) && branches.every((branch) => stepsOf(branch).every(isContent));
}

function stepsOf(branch: unknown): readonly unknown[] {
  if (typeof branch !== 'object' || branch === null) return [];
  const steps = 'else' in branch ? branch.else : 'do' in branch ? branch.do : [];
  return Array.isArray(steps) ? steps : [];
}

function isContent(step: unknown): boolean {
  if (typeof step !== 'object' || step === null || 'onTimeout' in step) return false;
  const base = ['id', 'when', 'timeout', 'summary'];
  return Object.entries(step).every(([key, body]) => base.includes(key) || isContentStep(key, body));
}
