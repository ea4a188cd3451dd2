import type { GateContext, Objection } from '../gate-context';
import { defer } from '../objections';

/** At most so many messages in a sliding period, over all playbooks; the next goes out when the window frees. */
export function withinFrequency({ effect, policies, counted, now }: GateContext): Objection | undefined {
  const { messages, periodMs, classes } = policies.contact.frequencyCap;
  if (effect.kind !== 'message' || !classes.includes(effect.class)) return undefined;
  const nowMs = Date.parse(now);
  const inWindow = counted
    .map((at) => Date.parse(at))
    .filter((at) => at > nowMs - periodMs)
    .sort((a, b) => a - b);
  if (inWindow.length < messages) return undefined;
  // The window frees once fewer than `messages` of them are younger than the period.
  const freeing = inWindow[inWindow.length - messages] ?? nowMs;
  const until = new Date(freeing + periodMs).toISOString();
  return defer(
    'frequencyCap',
    until,
    `${inWindow.length} messages were sent in the period, the cap is ${messages}`,
  );
}
