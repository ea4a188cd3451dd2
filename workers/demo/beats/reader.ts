import { inCheckout } from '../../../config/command-line';
import type { Character } from '../character';
import { tell } from '../line';
import { type Approval, approvalAt, readApproval } from '../people';
import type { Beat } from '../story';

/** A question that is the reader's to answer. */
export interface Asked {
  readonly playbook: string;
  readonly step: string;
}

/** Waits for the reader to decide; where nobody does, the story begins again with another customer. */
export function readerDecides(who: Character, asked: Asked): Beat {
  return async (scene) => {
    const { stage } = scene;
    const approval = await approvalAt(scene, who, asked);
    if (approval.state === 'open') tell(stage, who, ...waitsForYou(approval));
    const state = await stage.untilKnown(async () => {
      const { state: now } = await readApproval(stage, approval.id);
      return now === 'open' ? undefined : now;
    });
    if (state === 'expired') {
      tell(
        stage,
        who,
        'Nobody decided in time, so it goes on without a plan. The story begins again with another customer of that name.',
      );
      return 'again';
    }
    tell(stage, who, `The plan is ${state}: it goes on to its weekly checkpoints.`);
    return 'next';
  };
}

function waitsForYou({ id, title }: Approval): string[] {
  return [
    `“${title}” waits for YOU, for about ten minutes. Decide, in another terminal, in one of these ways:`,
    '',
    `  ${inCheckout} approvals approve ${id}`,
    `  ${inCheckout} approvals approve ${id} --edit FILE`,
    `  ${inCheckout} approvals reject ${id} --comment "why"`,
    '',
    'or on its page in the Temporal UI: More Actions, Send a Signal, name “decision”, input {"approve": true}',
  ];
}
