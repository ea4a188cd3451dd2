import { reconcileEffects } from '../application/gate/reconcile';
import { chargeTransport } from './charge-invoices';
import type { TreatmentActivityDeps } from './deps';
import { messageTransport } from './send-message';

const atOnce = 100;

/** Settles effects a crash cut off and no activity came back for; gives how many. For the janitor. */
export async function settleForgottenEffects(
  deps: TreatmentActivityDeps,
  olderThanMs: number,
): Promise<number> {
  const [message, charge] = [messageTransport(deps), await chargeTransport(deps)];
  const transports = { message, charge };
  const settled = await reconcileEffects(
    deps.app,
    (row) => (row.kind === 'message' || row.kind === 'charge' ? transports[row.kind] : undefined),
    { olderThanMs, limit: atOnce },
  );
  return settled.length;
}
