import { enters, happens, pause } from '../beats/happens';
import { ends, starts } from '../beats/treated';
import type { Character } from '../character';
import type { Story } from '../story';

const who: Character = {
  name: 'Mill & Sons',
  as: 'mill',
  zone: 'Europe/Berlin',
  attributes: { plan: 'self-serve', annualRevenue: 900 },
  contacts: [{ id: 'main', role: 'user', email: 'mill@example.com' }],
};

/** Somebody cannot get in; a checklist helps, and only the verified success closes it. */
export const accessRestore: Story = {
  id: 'access-restore',
  title: 'Somebody who cannot get in is let in again',
  characters: [who],
  ends: [{ who, playbook: 'access-restore', outcome: 'resolved' }],
  beats: [
    enters(who),
    happens(who, 'Somebody has lost the password.', {
      name: 'access_problem',
      value: 'password',
      about: 'conversation',
    }),
    starts(who, 'access-restore'),
    pause(0.6),
    happens(who, 'The checklist helped: the access is verified.', {
      name: 'access_verified',
      value: true,
      about: 'conversation',
    }),
    ends(who, 'access-restore'),
  ],
};
