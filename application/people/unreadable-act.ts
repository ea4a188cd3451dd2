import type { UnsignedAct } from '../../domain/treatment-activities';

const known: Readonly<Record<UnsignedAct['kind'], readonly string[]>> = {
  decision: ['kind', 'approve', 'approvalId', 'comment'],
  pause: ['kind', 'reason'],
  resume: ['kind', 'reason'],
  stop: ['kind', 'reason'],
};
// What the sender wrote is kept for whoever looks, up to this length.
const mostKept = 1_000;

/** What is wrong with an act that came as a raw signal, whose shape nobody has checked; undefined = it can be read. */
export function unreadable(act: UnsignedAct): string | undefined {
  const given: Readonly<Record<string, unknown>> = { ...act };
  const texts = act.kind === 'decision' ? ['approvalId', 'comment'] : ['reason'];
  const isFit =
    Object.keys(given).every((name) => known[act.kind].includes(name)) &&
    texts.every((name) => given[name] === undefined || isText(given[name])) &&
    (act.kind !== 'decision' || typeof given['approve'] === 'boolean');
  if (isFit) return undefined;
  const rule =
    act.kind === 'decision'
      ? 'approve must be true or false; approvalId and comment, if given, texts; and nothing else'
      : 'reason must be a text';
  return `a ${act.kind} that could not be read was ignored: ${rule}`;
}

/** An act that could not be read, in a form that any store takes. */
export function keptUnread(act: UnsignedAct): {
  readonly kind: UnsignedAct['kind'];
  readonly unread: string;
} {
  const unread = JSON.stringify(act).slice(0, mostKept).replace(loneSurrogates, '?');
  return { kind: act.kind, unread };
}

const loneSurrogates = /[\ud800-\udfff]/gu;

function isText(value: unknown): boolean {
  return typeof value === 'string' && !value.includes('\0') && value.search(loneSurrogates) < 0;
}
