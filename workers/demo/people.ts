import type { Character } from './character';
import type { Stage } from './stage';
import type { Scene } from './story';
import { treatmentOf } from './treatments';

/** What the stories look at of an approval. */
export interface Approval {
  readonly id: string;
  readonly step: string;
  readonly title: string;
  readonly state: string;
}

/** What a treatment asks for at a step, as soon as it does. */
export async function approvalAt(
  scene: Scene,
  who: Character,
  { playbook, step, closely = false }: { playbook: string; step: string; closely?: boolean },
): Promise<Approval> {
  const { stage } = scene;
  return stage.untilKnown(async () => {
    const treatment = await treatmentOf(scene, who, playbook);
    if (!treatment) return undefined;
    return (await approvalsOf(stage, treatment.id)).find((one) => one.step === step);
  }, closely);
}

/** An approval as it stands now. */
export async function readApproval({ api }: Stage, id: string): Promise<Approval> {
  return (await api('GET', `/v1/approvals/${id}`)) as Approval;
}

async function approvalsOf({ api }: Stage, treatmentId: string): Promise<Approval[]> {
  return ((await api('GET', `/v1/approvals?treatmentId=${treatmentId}`)) as { approvals: Approval[] })
    .approvals;
}

/** Does what may come too late: false where it did, an error where it was refused for another reason. */
export async function inTime(act: Promise<unknown>, stillOpen: () => Promise<boolean>): Promise<boolean> {
  try {
    await act;
    return true;
  } catch (error) {
    if (await stillOpen()) throw error;
    return false;
  }
}
