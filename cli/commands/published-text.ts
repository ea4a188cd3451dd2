import { textField, type Json } from '../remote';

/** What publishing or rolling back came to. */
export function publishedText(answer: Json): string {
  const hash = textField(answer, 'hash', '');
  const active = answer['activated'] === true;
  return [
    active ? `${hash} is active.` : `${hash} was active before.`,
    ...(active ? knownLines(answer) : []),
    ...runningLines(answer, hash),
  ].join('\n');
}

function knownLines({ tests, expectedCrossings }: Json): string[] {
  const planned = Number(expectedCrossings);
  const { passed, failed } = (tests ?? {}) as { readonly passed?: number; readonly failed?: number };
  return [
    ...(passed === undefined ? [] : [`Policy tests: ${passed} pass, ${failed ?? 0} fail.`]),
    ...(planned > 0
      ? [`The storm breaker takes up to ${planned} crossings of this change for planned.`]
      : []),
  ];
}

/** What runs on each book and at which step; of the books other than one, if it is given. */
export function runningLines({ running }: Json, besides?: string): string[] {
  const all = Array.isArray(running) ? (running as Json[]) : [];
  const lines = all
    .filter(({ bookHash }) => bookHash !== besides)
    .map(({ treatments, playbook, bookHash, step }) => {
      const where = step === '' ? 'at its beginning' : `step ${String(step)}`;
      return besides === undefined
        ? `  ${String(treatments)} of ${String(playbook)} on ${String(bookHash)}, ${where}`
        : `  ${String(treatments)} of ${String(playbook)} stay on ${String(bookHash)}, ${where}`;
    });
  const head = besides === undefined ? 'Running:' : 'Still running on an earlier book:';
  return lines.length > 0 ? [head, ...lines] : [];
}
