import { enters, happens, pause } from '../beats/happens';
import { ends, starts } from '../beats/treated';
import type { Character } from '../character';
import type { Story } from '../story';

const who: Character = {
  name: 'Heron Textiles',
  as: 'heron',
  zone: 'Europe/Berlin',
  attributes: { plan: 'team', annualRevenue: 9_000 },
  contacts: [{ id: 'main', role: 'champion', email: 'heron@example.com' }],
};

/** A contract ends soon and a competitor is named: somebody prepares, invites, and the customer renews. */
export const renewalWatch: Story = {
  id: 'renewal-watch',
  title: 'A renewal that somebody else wants too',
  characters: [who],
  ends: [{ who, playbook: 'renewal-watch', outcome: 'saved' }],
  beats: [
    enters(who),
    happens(
      who,
      'The contract ends in 40 days, and a competitor was named.',
      { name: 'competitor_named', value: 'Acme' },
      { name: 'renewal_in_days', value: 40 },
    ),
    starts(who, 'renewal-watch'),
    pause(4),
    happens(who, 'After the talk the customer renews.', { name: 'contract_renewed', value: true }),
    ends(who, 'renewal-watch'),
  ],
};
