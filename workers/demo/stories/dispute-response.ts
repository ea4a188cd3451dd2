import type { Beat, Story } from '../story';
import { enters, happens } from '../beats/happens';
import { ends } from '../beats/treated';
import type { Character } from '../character';

const fortnightMs = 14 * 86_400_000;

const who: Character = {
  name: 'Dune Rentals',
  as: 'dune',
  zone: 'Europe/Berlin',
  attributes: { plan: 'self-serve', annualRevenue: 900 },
  contacts: [{ id: 'main', role: 'billing', email: 'dune@example.com' }],
};

/** A bank disputes a payment; the evidence goes out before the provider's day. */
export const disputeResponse: Story = {
  id: 'dispute-response',
  title: 'A bank disputes a payment, and the evidence goes out in time',
  characters: [who],
  ends: [{ who, playbook: 'dispute-response', outcome: 'resolved' }],
  beats: [enters(who), disputed(), ends(who, 'dispute-response')],
};

function disputed(): Beat {
  return async (scene) =>
    happens(
      who,
      'Its bank disputes a payment; the provider wants the evidence within two weeks.',
      {
        name: 'dispute_due_at',
        value: new Date(Date.parse(scene.since) + fortnightMs).toISOString(),
        about: 'dispute',
      },
      { name: 'dispute_opened', value: true, about: 'dispute' },
    )(scene);
}
