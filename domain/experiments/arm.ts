import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { ArmDraw } from '../arbitration/decision';

/** What an arm is drawn from. */
export interface ArmAsk {
  readonly salt: string;
  readonly playbook: string;
  readonly customerKey: string;
  /** Share of the playbook's customers that are held out, 0–1; 0 = this play is never held out. */
  readonly share: number;
  /** Share of all customers that are held out of every play that may be, 0–1. */
  readonly globalShare: number;
}

/** Stands for all playbooks in the global draw; no playbook can have this name. */
const everyPlaybook = '*';

/**
 * Draws a customer's arm for one playbook: the same at every re-entry, and recorded with its inputs.
 * A play whose share is 0 (fraud, disputes, notices due by law) is kept out of the global holdout too: nothing is drawn.
 */
export function drawArm(ask: ArmAsk): ArmDraw {
  const { salt, playbook, customerKey, share, globalShare } = ask;
  if (share <= 0) return { arm: 'treatment', share, salt };
  const draw = fractionOf(`${salt}|${playbook}|${customerKey}`);
  const global = { draw: fractionOf(`${salt}|${everyPlaybook}|${customerKey}`), share: globalShare };
  const heldOut = global.draw < globalShare || draw < share;
  return { arm: heldOut ? 'holdout' : 'treatment', draw, share, salt, global };
}

/** First 53 bits of the SHA-256 of a text, as a fraction of 1. */
function fractionOf(text: string): number {
  const view = new DataView(sha256(utf8ToBytes(text)).buffer);
  return (view.getUint32(0) * 2 ** 21 + (view.getUint32(4) >>> 11)) / 2 ** 53;
}
