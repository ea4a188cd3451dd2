import type { MessageCap } from '../../policies';
import type { GateContext, Objection } from '../gate-context';
import { defer } from '../objections';

/**
 * At most so many messages in a sliding period, over all playbooks: the cap of the customer's contact frequency,
 * and the burst cap that holds for everybody. The next goes out when the later of both windows frees.
 */
export function withinFrequency(context: GateContext): Objection | undefined {
  const { effect, policies, frequency } = context;
  const { frequencyCap, burstCap } = policies.contact;
  if (effect.kind !== 'message' || !frequencyCap.classes.includes(effect.class)) return undefined;
  const level = frequency
    ? against(context, frequency, ` for the contact frequency ${frequency.level} of ${frequency.because}`)
    : against(context, frequencyCap);
  const burst = burstCap && against(context, burstCap);
  if (!level || !burst) return level ?? burst;
  return burst.until > level.until ? burst : level;
}

function against({ counted, now }: GateContext, { messages, periodMs }: MessageCap, whose = '') {
  const nowMs = Date.parse(now);
  const inWindow = counted
    .map((at) => Date.parse(at))
    .filter((at) => at > nowMs - periodMs)
    .sort((a, b) => a - b);
  if (inWindow.length < messages) return undefined;
  // The window frees once fewer than `messages` of them are younger than the period; a cap of none looks again later.
  const freeing = inWindow[inWindow.length - messages] ?? nowMs;
  const until = new Date(freeing + periodMs).toISOString();
  const why =
    messages === 0
      ? `no messages are sent now${whose}`
      : `${inWindow.length} messages were sent in the period, the cap is ${messages}${whose}`;
  return defer('frequencyCap', until, why);
}
