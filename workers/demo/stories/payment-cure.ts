import { enters, pause } from '../beats/happens';
import { entersNewCard, paymentFails } from '../beats/pays';
import { ends, starts } from '../beats/treated';
import type { Character } from '../character';
import type { Story } from '../story';

const who: Character = {
  name: 'Harbor Books',
  as: 'harbor',
  zone: 'America/New_York',
  attributes: { plan: 'self-serve', annualRevenue: 1_200 },
  contacts: [{ id: 'main', role: 'billing', email: 'nora@example.com' }],
};

/** A failed payment is cured by a new card. */
export const paymentCure: Story = {
  id: 'payment-cure',
  title: 'A failed payment is cured by a new card',
  characters: [who],
  ends: [{ who, playbook: 'payment-cure', outcome: 'cured' }],
  beats: [
    enters(who),
    paymentFails(who, 'A card payment of $49.00 fails for insufficient funds.', 'insufficient_funds'),
    starts(who, 'payment-cure'),
    pause(1.5),
    entersNewCard(who),
    ends(who, 'payment-cure'),
  ],
};
