import type { MessageCap } from '../../policies';
import type { GateContext, Objection } from '../gate-context';
import { defer } from '../objections';
import { fullWindow } from './sliding-window';

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

function against({ counted, now }: GateContext, cap: MessageCap, whose = '') {
  const full = fullWindow(counted, cap, now);
  if (!full) return undefined;
  const why =
    cap.messages === 0
      ? `no messages are sent now${whose}`
      : `${full.count} messages were sent in the period, the cap is ${cap.messages}${whose}`;
  return defer('frequencyCap', full.freeAt, why);
}
