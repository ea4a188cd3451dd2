import { decided } from '../beats/decided';
import { enters, happens } from '../beats/happens';
import { ends } from '../beats/treated';
import type { Character } from '../character';
import type { Story } from '../story';

const who: Character = {
  name: 'Lark Travel',
  as: 'lark',
  zone: 'Europe/Berlin',
  attributes: { plan: 'self-serve', annualRevenue: 900 },
  contacts: [{ id: 'main', role: 'customer', email: 'lark@example.com' }],
};

/** A borderline case is held while a reviewer looks at it, who clears it. */
export const fraudCleared: Story = {
  id: 'fraud-cleared',
  title: 'A suspicious payment waits a few hours for a reviewer, who lets it pass',
  characters: [who],
  ends: [{ who, playbook: 'fraud-review', outcome: 'cleared' }],
  beats: [
    enters(who),
    happens(
      who,
      'Pays from another country than usual. Borderline, so a reviewer has four hours: three seconds here.',
      { name: 'geo_mismatch', value: true, about: 'transaction' },
      { name: 'transaction_attempted', value: 40, about: 'transaction' },
    ),
    decided(who, {
      playbook: 'fraud-review',
      step: 'review',
      decision: 'approve',
      by: ['Ines'],
      closely: true,
      // Too late for the transaction, the account is held and the question is whether to block it: no clears it as well.
      tooLate: { step: 'block', decision: 'reject' },
    }),
    ends(who, 'fraud-review'),
  ],
};
