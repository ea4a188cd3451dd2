import { type Character, customerId } from '../character';
import { tell } from '../line';
import { isOver, treatmentOf, type TreatmentView } from '../treatments';
import type { Beat, Scene } from '../story';

/** Waits until a playbook is at work for a customer. */
export function starts(who: Character, playbook: string): Beat {
  return until(who, playbook, ({ step, state }) => step !== '' || isOver({ state }));
}

/** Waits until a treatment is at a step, or over. */
export function reaches(who: Character, playbook: string, ...steps: readonly string[]): Beat {
  return until(who, playbook, ({ step, state }) => steps.includes(step) || isOver({ state }));
}

/** Waits until a treatment has come to its end. */
export function ends(who: Character, playbook: string): Beat {
  return until(who, playbook, isOver);
}

/** Waits until a crossing was decided to be taken up later, and says why. */
export function isDeferred(who: Character, playbook: string, why: string): Beat {
  return async ({ stage, take }) => {
    await stage.untilKnown(async () => {
      const answer = await stage.api('GET', `/v1/customers/${customerId(who, take)}/timeline?limit=200`);
      const { entries } = answer as { entries: { kind: string; title: string }[] };
      return entries.find(({ kind, title }) => kind === 'decision' && title === `defer ${playbook}`);
    });
    tell(stage, who, why);
    return 'next';
  };
}

function until(who: Character, playbook: string, reached: (view: TreatmentView) => boolean): Beat {
  return async (scene: Scene) => {
    await scene.stage.untilKnown(async () => {
      const view = await treatmentOf(scene, who, playbook);
      return view !== undefined && reached(view) ? view : undefined;
    });
    return 'next';
  };
}
