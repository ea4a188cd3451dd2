import { decided } from '../beats/decided';
import { enters, happens, pause } from '../beats/happens';
import { ends, reaches } from '../beats/treated';
import type { Character } from '../character';
import type { Story } from '../story';

const who: Character = {
  name: 'Quarry Deals',
  as: 'quarry',
  zone: 'Europe/Berlin',
  attributes: { plan: 'self-serve', annualRevenue: 900 },
  contacts: [{ id: 'main', role: 'customer', email: 'quarry@example.com' }],
};

/** A clear case is held at once; two people block the account; contested, a person of rank looks at it again. */
export const fraudHeld: Story = {
  id: 'fraud-held',
  title: 'A clear fraud case is held at once, two people block the account, and an appeal is heard',
  characters: [who],
  ends: [
    { who, playbook: 'fraud-review', outcome: 'blocked' },
    { who, playbook: 'appeal', outcome: 'cleared' },
  ],
  beats: [
    enters(who),
    happens(
      who,
      'Pays from a blocked device that five accounts share: a clear case.',
      { name: 'accounts_per_device', value: 5 },
      { name: 'blocklist_hit', value: 'device', about: 'transaction' },
    ),
    reaches(who, 'fraud-review', 'appeal', 'block'),
    decided(who, { playbook: 'fraud-review', step: 'block', decision: 'approve', by: ['Ines', 'Otto'] }),
    ends(who, 'fraud-review'),
    pause(1),
    happens(who, 'The customer contests it: the device is that of a library.', {
      name: 'hold_appealed',
      value: true,
    }),
    decided(who, { playbook: 'appeal', step: 'secondLook', decision: 'approve', by: ['Otto'] }),
    ends(who, 'appeal'),
  ],
};
