import { enters, happens, pause } from '../beats/happens';
import { ends, reaches } from '../beats/treated';
import type { Character } from '../character';
import type { Story } from '../story';

const who: Character = {
  name: 'Plover Bikes',
  as: 'plover',
  zone: 'Europe/Berlin',
  attributes: { plan: 'self-serve', annualRevenue: 900 },
  contacts: [{ id: 'main', role: 'user', email: 'plover@example.com' }],
};

/** A contract is to be cancelled: the owner is verified and says yes to it, and only then a person acts. */
export const accountChange: Story = {
  id: 'account-change',
  title: 'A contract is cancelled for its owner, by an explicit yes, by a person',
  characters: [who],
  ends: [{ who, playbook: 'account-change', outcome: 'resolved' }],
  beats: [
    enters(who),
    happens(who, 'Somebody asks in a conversation to cancel the contract.', {
      name: 'account_change_requested',
      value: 'cancel',
      about: 'conversation',
    }),
    reaches(who, 'account-change', 'verified'),
    pause(0.3),
    happens(who, 'The owner signs in: it was them.', {
      name: 'account_owner_verified',
      value: true,
      about: 'conversation',
    }),
    reaches(who, 'account-change', 'consent'),
    pause(0.3),
    happens(who, 'The owner says yes to the change that was read back.', {
      name: 'account_change_confirmed',
      value: true,
      about: 'conversation',
    }),
    ends(who, 'account-change'),
  ],
};
