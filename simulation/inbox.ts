import type { InboxItem } from '../domain/inbox';
import type { VirtualTreatment, World } from './world';

type NewItem = InboxItem extends infer I ? (I extends unknown ? Omit<I, 'seq'> : never) : never;

/** Addresses an item to a treatment. */
export function addItem(treatment: VirtualTreatment, item: NewItem): void {
  treatment.inboxSeq += 1;
  treatment.pending.push({ seq: treatment.inboxSeq, ...item });
}

/** Accepts what ends a treatment; the first wins, and what people were asked is taken back. */
export function acceptTerminal(
  treatment: VirtualTreatment,
  item: NonNullable<VirtualTreatment['terminal']>,
): boolean {
  if (treatment.terminal || treatment.phase === 'closed') return false;
  treatment.terminal = item;
  treatment.phase = 'ending';
  for (const approval of treatment.approvals.values())
    if (approval.state === 'open') approval.state = 'withdrawn';
  for (const task of treatment.tasks.values()) if (task.state === 'open') task.state = 'cancelled';
  letGo(treatment);
  addItem(treatment, item);
  return true;
}

/** Banners and reversible holds go with their treatment. */
export function letGo(treatment: VirtualTreatment): void {
  treatment.banners = [];
  treatment.holds = treatment.holds.filter(({ keep }) => keep);
}

/** Pauses for one reason more. */
export function pause(treatment: VirtualTreatment, reason: VirtualTreatment['pausedBy'][number]): void {
  if (treatment.phase === 'closed' || treatment.phase === 'ending' || treatment.pausedBy.includes(reason))
    return;
  treatment.pausedBy = [...treatment.pausedBy, reason];
  treatment.phase = 'paused';
  addItem(treatment, { kind: 'pause', reason });
}

/** Lifts one reason. */
export function resume(treatment: VirtualTreatment, reason: VirtualTreatment['pausedBy'][number]): void {
  if (!treatment.pausedBy.includes(reason)) return;
  treatment.pausedBy = treatment.pausedBy.filter((known) => known !== reason);
  if (treatment.phase === 'paused' && treatment.pausedBy.length === 0) treatment.phase = 'running';
  addItem(treatment, { kind: 'resume', reason });
}

/** Treatments for which something may still be decided. */
export function wanted(world: World): VirtualTreatment[] {
  return world.treatments.filter(({ phase }) => phase === 'running' || phase === 'paused');
}
