import { enters, happens } from '../beats/happens';
import { readerDecides } from '../beats/reader';
import { ends } from '../beats/treated';
import type { Character } from '../character';
import type { Story } from '../story';

const who: Character = {
  name: 'Kestrel Logistics',
  as: 'kestrel',
  zone: 'Europe/Berlin',
  attributes: { plan: 'enterprise', annualRevenue: 180_000 },
  contacts: [
    { id: 'sponsor', role: 'sponsor', email: 'ulla@example.com' },
    { id: 'champion', role: 'champion', email: 'tomas@example.com' },
  ],
};

/** A valuable customer is about to leave; the plan to keep it waits for the reader. */
export const savePlay: Story = {
  id: 'save-play',
  title: 'A valuable customer is about to leave, and the plan to keep it waits for you',
  characters: [who],
  ends: [{ who, playbook: 'save-play', outcome: 'saved' }],
  beats: [
    enters(who),
    happens(
      who,
      'Usage is down 45 % in the week its champion leaves.',
      { name: 'usage_change_30d', value: -0.45 },
      { name: 'champion_departed', value: true },
    ),
    readerDecides(who, { playbook: 'save-play', step: 'approval' }),
    happens(
      who,
      'Usage recovers and a new champion is named. Twice a low score in a row, and the customer is saved: five minutes.',
      { name: 'usage_change_30d', value: 0.05 },
      { name: 'champion_departed', value: false },
    ),
    ends(who, 'save-play'),
  ],
};
