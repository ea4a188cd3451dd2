import { loadSmallBook, smallBook, spoil } from './small-book';

/** A mistake in the small book and what must be said of it. */
export interface Fault {
  readonly name: string;
  readonly changes: Record<string, string | undefined>;
  /** Text that stands where the error points to. */
  readonly at: string;
  readonly message: RegExp;
  readonly hint?: RegExp;
}

const playbook = 'playbooks/save.yaml';
/** The small book with one place of one file rewritten. */
export const spoiled = (
  file: string,
  from: string,
  to: string,
  rest: Omit<Fault, 'changes' | 'name'> & { name?: string },
): Fault => ({
  name: rest.name ?? `${file}: ${to.trim()}`,
  changes: spoil(file, from, to),
  ...rest,
});
const wait = '  - wait: { for: 20d }';
/** The same with a step more before the last. */
export const inSteps = (step: string, rest: Omit<Fault, 'changes' | 'name'>): Fault => ({
  name: step.trim(),
  changes: spoil(playbook, wait, `${step}\n${wait}`),
  ...rest,
});

/** Loads the small book with the mistake and expects it to be told at its place, with its fix. */
export async function expectTold({ changes, at, message, hint }: Fault): Promise<void> {
  const read = await loadSmallBook(changes);
  if (read.ok) throw new Error('the book loaded');
  const error = read.errors.find((one) => message.test(one.message));
  if (!error) throw new Error(`not told: ${JSON.stringify(read.errors, undefined, 1)}`);
  const text = { ...smallBook, ...changes }[error.file] ?? '';
  const written = text.split('\n')[error.line - 1]?.slice(error.column - 1) ?? '';
  expect(written.startsWith(at) ? at : written).toBe(at);
  if (hint) expect(error.hint).toMatch(hint);
}
