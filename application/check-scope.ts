import { actionKinds } from '../domain/book/action-names';
import { nearest } from '../domain/book/nearest';
import type { CompiledBook } from '../domain/compiled-book';
import { channels } from '../domain/words';
import type { Refusal } from './application';

/** Why a kill switch of this scope would stop nothing; undefined = it stops something. */
export function scopeRefusal(
  book: CompiledBook,
  scope: string,
  /** Of treatments that are not closed: a book may have lost a playbook that still runs. */
  running: readonly string[],
): Refusal | undefined {
  if (scope === 'all') return undefined;
  const [kind = '', name = ''] = scope.split(':');
  const known = namesOf(book, running)[kind] ?? [];
  if (known.includes(name)) return undefined;
  const near = nearest(name, known);
  const one = near === undefined ? `Valid: ${known.map((each) => `${kind}:${each}`).join(', ')}` : undefined;
  const fix = one ?? `Did you mean "${kind}:${near}"?`;
  const message = `stops nothing: the book has no ${words[kind] ?? kind} "${name}"`;
  return {
    ok: false,
    code: 'unknownScope',
    message: `This kill switch ${message}. ${fix}`,
    faults: [{ field: 'scope', message, fix }],
  };
}

const words: Readonly<Record<string, string>> = {
  playbook: 'playbook',
  effect: 'kind of effect',
  channel: 'channel',
};

function namesOf(
  book: CompiledBook,
  running: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  return {
    playbook: [...new Set([...Object.keys(book.playbooks), ...running])],
    effect: actionKinds,
    channel: channels,
  };
}
