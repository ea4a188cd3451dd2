import type { Character } from '../character';
import { tell } from '../line';
import { approvalAt, inTime, readApproval } from '../people';
import type { Colleague } from '../stage';
import type { Beat, Scene } from '../story';

/** A question of a treatment, and what the staff answer. */
export interface Answer {
  readonly playbook: string;
  readonly step: string;
  readonly decision: 'approve' | 'reject';
  /** Who says so, one after another. */
  readonly by: readonly Colleague[];
  /** Where the question is open for hours only. */
  readonly closely?: boolean;
  /** What is asked instead where they came too late, and the answer to that. */
  readonly tooLate?: { readonly step: string; readonly decision: 'approve' | 'reject' };
}

// How long somebody thinks about it, in days.
const thought = 0.3;
const quickThought = 0.04;

/** The staff answer a question of a treatment. */
export function decided(who: Character, answer: Answer): Beat {
  return async (scene) => {
    const state = await decide(scene, who, answer);
    const { tooLate, ...same } = answer;
    if (state === 'expired' && tooLate) await decide(scene, who, { ...same, ...tooLate });
    return 'next';
  };
}

// Gives how the question stands then.
async function decide(scene: Scene, who: Character, answer: Answer): Promise<string> {
  const { stage } = scene;
  const { by, decision } = answer;
  const { id, title } = await approvalAt(scene, who, answer);
  await stage.pause(answer.closely ? quickThought : thought);
  const state = async (): Promise<string> => (await readApproval(stage, id)).state;
  for (const colleague of by) {
    if ((await state()) !== 'open') break;
    const act = stage.staff(colleague)('POST', `/v1/approvals/${id}/decision`, { decision });
    if (await inTime(act, async () => (await state()) === 'open'))
      tell(stage, who, `Asked “${title}”, ${colleague} says ${decision === 'approve' ? 'yes' : 'no'}.`);
  }
  return state();
}
