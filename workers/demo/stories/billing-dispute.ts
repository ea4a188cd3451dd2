import { enters, happens } from '../beats/happens';
import { ends } from '../beats/treated';
import type { Character } from '../character';
import type { Story } from '../story';

const who: Character = {
  name: 'Fern Catering',
  as: 'fern',
  zone: 'Europe/Berlin',
  attributes: { plan: 'self-serve', annualRevenue: 900 },
  contacts: [{ id: 'main', role: 'billing', email: 'fern@example.com' }],
};

/** A charge the customer never made is a person's matter at once. */
export const billingDispute: Story = {
  id: 'billing-dispute',
  title: 'A charge the customer never made goes to a person at once',
  characters: [who],
  ends: [{ who, playbook: 'billing-dispute', outcome: 'resolved' }],
  beats: [
    enters(who),
    happens(who, 'There is a charge that nobody there has made.', {
      name: 'charge_disputed',
      value: 'unauthorised',
      about: 'conversation',
    }),
    ends(who, 'billing-dispute'),
  ],
};
