import { type Character, customerId } from './character';
import type { Scene } from './story';
import type { Stage } from './stage';

/** What the stories look at of a treatment. */
export interface TreatmentView {
  readonly id: string;
  readonly customer: string | null;
  readonly playbook: string;
  readonly state: string;
  readonly pausedBy: readonly string[];
  readonly why: string;
  readonly step: string;
  readonly done: string;
  readonly waitingFor: string;
  readonly outcome: string | null;
  readonly outcomeReason: string | null;
}

/** All treatments that the API lists under a query, the latest first. */
export async function listTreatments(stage: Stage, query: string): Promise<readonly TreatmentView[]> {
  const answer = await stage.api('GET', `/v1/treatments?${query}`);
  return (answer as { treatments: TreatmentView[] }).treatments;
}

/** The latest treatment of a customer by a playbook, once there is one. */
export async function treatmentOf(
  { stage, take }: Pick<Scene, 'stage' | 'take'>,
  who: Character,
  playbook: string,
): Promise<TreatmentView | undefined> {
  return (await listTreatments(stage, `customer=${customerId(who, take)}&playbook=${playbook}&limit=1`))[0];
}

/** Has come to its end. */
export function isOver({ state }: Pick<TreatmentView, 'state'>): boolean {
  return state === 'closed';
}
