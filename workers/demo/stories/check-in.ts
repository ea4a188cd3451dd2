import { alsoKnown, enters, happens, pause } from '../beats/happens';
import { ends, starts } from '../beats/treated';
import type { Character } from '../character';
import type { Story } from '../story';

const who: Character = {
  name: 'Osprey Media',
  as: 'osprey',
  zone: 'Europe/Berlin',
  attributes: { plan: 'team', annualRevenue: 9_000 },
  contacts: [{ id: 'main', role: 'user', email: 'osprey@example.com' }],
};

/** A medium risk gets a person and a few words; two weeks later it is low again. */
export const checkIn: Story = {
  id: 'check-in',
  title: 'A customer who is less content than before is asked, and comes round',
  characters: [who],
  ends: [{ who, playbook: 'check-in', outcome: 'saved' }],
  beats: [
    enters(who),
    happens(
      who,
      'Usage falls and tickets sound worse, today and tomorrow.',
      { name: 'ticket_sentiment_trend', value: -0.4 },
      { name: 'usage_change_30d', value: -0.4 },
    ),
    // A medium risk is confirmed on its second day.
    pause(1.1),
    alsoKnown(who, { name: 'usage_change_30d', value: -0.4 }),
    starts(who, 'check-in'),
    pause(5),
    happens(
      who,
      'Usage is back, and the tickets sound better.',
      { name: 'ticket_sentiment_trend', value: 0.1 },
      { name: 'usage_change_30d', value: 0.1 },
    ),
    ends(who, 'check-in'),
  ],
};
