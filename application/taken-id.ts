import type { SignalFault } from './check-signal';
import { sameData } from './same-data';

/** A field by name, as it was stored and as it was sent now. */
export type Compared = Readonly<Record<string, readonly [stored: unknown, sent: unknown]>>;

/** Why an item under a known id is not the item stored under it; undefined = it is, so it is a duplicate. */
export function takenId(what: 'fact' | 'crossing', fields: Compared): SignalFault | undefined {
  const different = Object.entries(fields)
    .filter(([, [stored, sent]]) => !sameData(stored ?? undefined, sent ?? undefined))
    .map(([name]) => name);
  const [field] = different;
  if (field === undefined) return undefined;
  const verb = different.length > 1 ? 'differ' : 'differs';
  const message = `${different.join(', ')} ${verb} from the ${what} stored under this id: an id stands for one ${what} for ever, so send another ${what} under an id of its own`;
  return { code: 'conflict', message, field };
}
