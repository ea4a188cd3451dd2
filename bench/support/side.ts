import { acceptCrossings } from '../../application/accept-crossings';
import type { Application } from '../../application/application';
import { benchActor, type BenchCustomer, makeCustomers } from './customers';

/** A treatment that the store has and that no workflow runs yet. */
export interface WaitingTreatment {
  readonly id: string;
  readonly customer: BenchCustomer;
  readonly why: string;
}

/** An approval that waits for its decision. */
export interface OpenApproval {
  readonly id: string;
  readonly customerKey: string;
  readonly treatmentId: string;
}

/** One of the two that are compared. */
export interface Side {
  readonly name: 'ours' | 'baseline';
  readonly app: Application;
  /** Called between the customers and their crossings; what it gives is called to begin. */
  prepare(
    customers: readonly BenchCustomer[],
  ): Promise<(treatments: readonly WaitingTreatment[]) => Promise<void>>;
  approve(approval: OpenApproval): Promise<void>;
}

/** Takes crossings of fresh customers, so that each has a treatment to run, and gives the way to begin. */
export async function prepareBatch(
  side: Side,
  {
    name,
    size,
    segment = 'plan-due',
  }: { readonly name: string; readonly size: number; readonly segment?: string },
): Promise<{ readonly treatments: readonly WaitingTreatment[]; begin(): Promise<void> }> {
  const { app } = side;
  const customers = await makeCustomers(app, `${side.name}-${name}`, size);
  const begin = await side.prepare(customers);
  const occurredAt = app.clock.now();
  const items = customers.map(({ id }) => ({
    id: `${id}-due`,
    origin: 'bench',
    customer: id,
    segment,
    direction: 'entered' as const,
    occurredAt,
  }));
  const results = await acceptCrossings(app, items, { actor: benchActor });
  const treatments = results.map(({ status, treatments: [id], message }, index) => {
    if (status !== 'accepted' || id === undefined)
      throw new Error(`a crossing was ${status}: ${message ?? 'no treatment'}`);
    return { id, customer: customers[index]!, why: `The customer entered ${segment}.` };
  });
  return { treatments, begin: () => begin(treatments) };
}
