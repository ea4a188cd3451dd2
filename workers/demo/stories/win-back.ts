import { decided } from '../beats/decided';
import { enters, happens } from '../beats/happens';
import { ends } from '../beats/treated';
import type { Character } from '../character';
import type { Beat, Story } from '../story';

const sparrow = leaver('Sparrow Prints', 'sparrow');
const reed = leaver('Reed Kiosk', 'reed');

/** A customer about to leave is worth trying, and lost all the same. */
export const winBackGivesUp: Story = {
  id: 'win-back-gives-up',
  title: 'A win-back that is worth trying, and gives up in the end',
  characters: [sparrow],
  ends: [{ who: sparrow, playbook: 'win-back', outcome: 'lost' }],
  beats: [
    ...isLeaving(sparrow),
    decided(sparrow, { playbook: 'win-back', step: 'worth', decision: 'approve', by: ['Ines'] }),
    happens(
      sparrow,
      'Worth a try: two mails and an offer. Without a sign of life it gives up, in fifteen minutes.',
    ),
    ends(sparrow, 'win-back'),
  ],
};

/** Another is let go at once. */
export const winBackLetGo: Story = {
  id: 'win-back-let-go',
  title: 'A win-back that is not worth its cost',
  characters: [reed],
  ends: [{ who: reed, playbook: 'win-back', outcome: 'suppressed' }],
  beats: [
    ...isLeaving(reed),
    decided(reed, { playbook: 'win-back', step: 'worth', decision: 'reject', by: ['Otto'] }),
    ends(reed, 'win-back'),
  ],
};

function isLeaving(who: Character): Beat[] {
  return [
    enters(who),
    happens(
      who,
      'A small customer uses less in the week its champion leaves. Is it worth saving?',
      { name: 'usage_change_30d', value: -0.45 },
      { name: 'champion_departed', value: true },
    ),
  ];
}

// A decision counts for the whole cohort, so each has a plan of its own.
function leaver(name: string, as: string): Character {
  return {
    name,
    as,
    zone: 'Europe/Berlin',
    attributes: { plan: as, annualRevenue: 300 },
    contacts: [{ id: 'main', role: 'customer', email: `${as}@example.com` }],
    marketing: true,
  };
}
