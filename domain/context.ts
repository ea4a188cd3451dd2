import type { Facts } from './facts';

/** A context written `kind:id`, as expressions see it; empty texts where something is about the whole customer. */
export function contextFacts(context: string | null | undefined): Facts['context'] {
  const [kind = '', ...id] = (context ?? '').split(':');
  return { kind, id: id.join(':') };
}
