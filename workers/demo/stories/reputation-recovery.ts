import { decided } from '../beats/decided';
import { enters, happens, pause } from '../beats/happens';
import { becomesProductIssue } from '../beats/product-issue';
import { ends } from '../beats/treated';
import type { Character } from '../character';
import type { Beat, Story } from '../story';

const topic = 'slow exports';
const cobalt = complainer('Cobalt Labs', 'cobalt');
const anchor = complainer('Anchor Freight', 'anchor');
const willow = complainer('Willow Schools', 'willow');
const all = [cobalt, anchor, willow];

/** One complaint is solved and the review updated; three about one topic are a problem of the product. */
export const reputationRecovery: Story = {
  id: 'reputation-recovery',
  title:
    'Public complaints are answered and solved, and three about one topic become one issue of the product',
  characters: all,
  ends: all.map((who) => ({ who, playbook: 'reputation-recovery', outcome: 'resolved' })),
  beats: [
    ...all.flatMap((who) => [enters(who), complains(who), pause(0.2)]),
    becomesProductIssue(willow, { topic, cases: all.length }),
    ...all.map((who) =>
      decided(who, { playbook: 'reputation-recovery', step: 'reply', decision: 'approve', by: ['Otto'] }),
    ),
    pause(1),
    ...all.map(confirms),
    pause(2),
    happens(cobalt, 'Asked once, the customer updates the review.', {
      name: 'review_updated',
      value: true,
      about: 'complaint',
    }),
    ...all.map((who) => ends(who, 'reputation-recovery')),
  ],
};

function complains(who: Character): Beat {
  return happens(
    who,
    `Complains in public about ${topic}.`,
    { name: 'complaint_thread', value: `https://reviews.example/${who.as}`, about: 'complaint' },
    { name: 'public_complaint', value: topic, about: 'complaint' },
  );
}

function confirms(who: Character): Beat {
  return happens(who, 'The customer confirms that the complaint is solved.', {
    name: 'complaint_confirmed',
    value: true,
    about: 'complaint',
  });
}

function complainer(name: string, as: string): Character {
  return {
    name,
    as,
    zone: 'Europe/Berlin',
    attributes: { plan: 'team', annualRevenue: 900 },
    contacts: [{ id: 'main', role: 'customer', email: `${as}@example.com` }],
  };
}
