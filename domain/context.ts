import type { Facts } from './facts';

/** A context written `kind:id`, as expressions see it; empty texts where something is about the whole customer. */
export function contextFacts(context: string | null | undefined): Facts['context'] {
  const [kind = '', ...id] = (context ?? '').split(':');
  return { kind, id: id.join(':') };
}

/** The kind of a context: what stands before its first colon; empty for the whole customer. */
export function kindOf(context: string | null | undefined): string {
  if (context === null || context === undefined) return '';
  const end = context.indexOf(':');
  return end < 0 ? context : context.slice(0, end);
}

/** Whether it names one thing of the kind. */
export function isOne(context: string | null | undefined, kind: string): boolean {
  return kindOf(context) === kind && (context?.length ?? 0) > kind.length + 1;
}

/**
 * Whether what is said about one thing counts for another: what is about the whole customer counts for each of its
 * contexts and the reverse, and only two of the same kind keep apart, as two transactions or two complaints do.
 */
export function countsFor(context: string | null | undefined, about: string | null | undefined): boolean {
  if (context === null || context === undefined || about === null || about === undefined) return true;
  return context === about || kindOf(context) !== kindOf(about);
}
