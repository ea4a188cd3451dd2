import { generatePopulation, type GeneratedCustomer } from '../../simulation/population';
import { createSender, type Target } from './sender';

const dayMs = 86_400_000;

/**
 * Sends a small generated base through the API, as any other system would. A start that was cut off sends it again:
 * what had arrived keeps its first date, since the same id under another one is rejected item by item.
 */
export async function seedPopulation(target: Target, options: { now: string; size: number }): Promise<void> {
  const send = createSender(target);
  const population = generatePopulation({ size: options.size, seed: 20_261 });
  for (const customer of population)
    await send('PUT', `/v1/customers/${customer.id}`, customerBody(customer));
  const signals = population.flatMap((customer) => signalsOf(customer, Date.parse(options.now)));
  await send('POST', '/v1/signals', signals);
}

function customerBody({ attributes, zone, contacts }: GeneratedCustomer): object {
  return { attributes, zone, contacts };
}

function signalsOf({ id, signals }: GeneratedCustomer, nowMs: number): object[] {
  return signals.map(({ name, value, daysAgo }) => ({
    id: `seed-${id}-${name}`,
    customer: id,
    name,
    value,
    occurredAt: new Date(nowMs - daysAgo * dayMs).toISOString(),
  }));
}
