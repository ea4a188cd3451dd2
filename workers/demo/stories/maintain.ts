import { enters, happens, pause } from '../beats/happens';
import { ends, starts } from '../beats/treated';
import type { Character } from '../character';
import type { Story } from '../story';

const who: Character = {
  name: 'Wren Florist',
  as: 'wren',
  zone: 'Europe/Berlin',
  attributes: { plan: 'self-serve', annualRevenue: 900 },
  contacts: [{ id: 'main', role: 'user', email: 'wren@example.com' }],
  marketing: true,
};

/** A small customer who uses little gets three tips, uses more, and is left in peace. */
export const maintain: Story = {
  id: 'maintain',
  title: 'A small customer gets three tips, and then peace',
  characters: [who],
  ends: [{ who, playbook: 'maintain', outcome: 'grown' }],
  beats: [
    enters(who),
    happens(who, 'Uses less than half of what was bought; a day confirms it.', {
      name: 'adoption',
      value: 0.4,
    }),
    starts(who, 'maintain'),
    pause(3),
    happens(who, 'The tips were tried: more is in use.', { name: 'adoption', value: 0.7 }),
    ends(who, 'maintain'),
  ],
};
