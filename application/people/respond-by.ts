import type { CompiledBook } from '../../domain/compiled-book';
import type { Handling } from '../../domain/handling/handling';
import { after } from '../../domain/machine/instants';

/** When the customer's service level wants a first response to what begins now; null where none holds. */
export function respondBy(
  { serviceLevel }: Handling,
  { policies }: Pick<CompiledBook, 'policies'>,
  now: string,
): string | null {
  const level = serviceLevel && policies.serviceLevels?.[serviceLevel.value];
  return level ? after(now, level.firstResponseMs) : null;
}
