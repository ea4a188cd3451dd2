import { enters, happens, pause } from '../beats/happens';
import { ends, starts } from '../beats/treated';
import type { Character } from '../character';
import type { Story } from '../story';

const who: Character = {
  name: 'Swift Robotics',
  as: 'swift',
  zone: 'Europe/Berlin',
  attributes: { plan: 'enterprise', annualRevenue: 90_000 },
  contacts: [{ id: 'champion', role: 'champion', email: 'swift@example.com' }],
  marketing: true,
};

/** A content customer of high value is shown more of what works, and buys more seats. */
export const grow: Story = {
  id: 'grow',
  title: 'A content customer grows',
  characters: [who],
  ends: [{ who, playbook: 'grow', outcome: 'grown' }],
  beats: [
    enters(who),
    happens(
      who,
      'Uses most of what was bought, with 40 seats; a day confirms it.',
      { name: 'seats', value: 40, hoursAgo: 720 },
      { name: 'adoption', value: 0.8 },
    ),
    starts(who, 'grow'),
    pause(4),
    happens(who, 'Fifteen more seats.', { name: 'seats', value: 55 }),
    ends(who, 'grow'),
  ],
};
