import type { HandOverCommand } from '../domain/treatment-activities';
import { startTreatment } from './start-treatment';
import type { VirtualTreatment, World } from './world';

/** Lets another play go on with the customer, unless one of its kind is open. */
export function handOver(
  world: World,
  from: VirtualTreatment,
  { playbook, with: given }: HandOverCommand,
): void {
  const open = world.treatments.some((other) => other.playbook.id === playbook && other.phase !== 'closed');
  if (open) return;
  const { context } = from.input;
  startTreatment(world, {
    playbook,
    arm: from.arm,
    with: given,
    segment: from.segment,
    ...(context !== undefined && { context }),
  });
}
