import { type Character, customerId } from '../character';
import { tell } from '../line';
import type { Beat, Scene } from '../story';
import { happens } from './happens';

/** A charge fails, and so would the next two in the sandbox. */
export function paymentFails(who: Character, line: string, declineCode: string): Beat {
  return async (scene) => {
    const { stage, take } = scene;
    const customerRef = await keyOf(scene, who);
    await stage.sandbox('POST', '/sandbox/script', { customerRef, declines: [declineCode, declineCode] });
    const invoice = customerId(who, take);
    return happens(who, line, {
      name: 'invoice_payment_failed',
      value: true,
      about: 'invoice',
      data: { invoice, amountMinor: 4_900, currency: 'usd', declineCode },
    })(scene);
  };
}

/** The customer enters a card that works. */
export function entersNewCard(who: Character): Beat {
  return async (scene) => {
    const { stage } = scene;
    tell(stage, who, 'The customer enters a new card; the payment sandbox reports it by webhook.');
    await stage.sandbox('POST', `/sandbox/customers/${await keyOf(scene, who)}/card`, {
      card: 'pm_card_visa',
    });
    return 'next';
  };
}

async function keyOf({ stage, take }: Scene, who: Character): Promise<string> {
  const customer = await stage.api('GET', `/v1/customers/${customerId(who, take)}`);
  return (customer as { customerKey: string }).customerKey;
}
