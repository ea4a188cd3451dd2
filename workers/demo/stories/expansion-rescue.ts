import { alsoKnown, enters, happens, pause } from '../beats/happens';
import { entersNewCard, paymentFails } from '../beats/pays';
import { ends, isDeferred, starts } from '../beats/treated';
import type { Character } from '../character';
import type { Story } from '../story';

const who: Character = {
  name: 'Juniper Clinics',
  as: 'juniper',
  zone: 'Europe/Berlin',
  attributes: { plan: 'team', annualRevenue: 9_000 },
  contacts: [
    { id: 'main', role: 'billing', email: 'juniper@example.com' },
    { id: 'user', role: 'user', email: 'juniper-user@example.com' },
  ],
};

/** Nobody is talked to about seats while a payment is open: the rescue waits for the cure to be over. */
export const expansionRescue: Story = {
  id: 'expansion-rescue',
  title: 'An expansion rescue is put off while a payment is open',
  characters: [who],
  ends: [
    { who, playbook: 'payment-cure', outcome: 'cured' },
    { who, playbook: 'expansion-rescue', outcome: 'saved' },
  ],
  beats: [
    enters(who),
    paymentFails(who, 'A card has expired, and a payment fails.', 'expired_card'),
    happens(who, 'Most of what was bought lies unused, today and tomorrow.', {
      name: 'adoption',
      value: 0.2,
    }),
    // A medium risk is confirmed on its second day.
    pause(1.1),
    alsoKnown(who, { name: 'adoption', value: 0.2 }),
    isDeferred(
      who,
      'expansion-rescue',
      '▸ expansion-rescue is put off: a payment cure is open, and nobody talks about seats meanwhile.',
    ),
    pause(0.5),
    entersNewCard(who),
    ends(who, 'payment-cure'),
    starts(who, 'expansion-rescue'),
    pause(3),
    happens(who, 'The users have found what they have.', { name: 'adoption', value: 0.8 }),
    ends(who, 'expansion-rescue'),
  ],
};
