import { enters, happens, pause } from '../beats/happens';
import { ends, starts } from '../beats/treated';
import type { Character } from '../character';
import type { Story } from '../story';

const who: Character = {
  name: 'Tern Analytics',
  as: 'tern',
  zone: 'Europe/Berlin',
  attributes: { plan: 'team', annualRevenue: 3_000 },
  contacts: [{ id: 'main', role: 'user', email: 'tern@example.com' }],
};

/** The set-up stands still; shown the next step, the customer goes on, and that ends it at once. */
export const onboardingRescue: Story = {
  id: 'onboarding-rescue',
  title: 'A set-up that stands still moves again',
  characters: [who],
  ends: [{ who, playbook: 'onboarding-rescue', outcome: 'resolved' }],
  beats: [
    enters(who),
    happens(who, 'The set-up has not moved for two weeks.', { name: 'onboarding_step', value: 'stalled' }),
    starts(who, 'onboarding-rescue'),
    pause(3),
    happens(who, 'The customer imports its data: the set-up moves again.', {
      name: 'onboarding_step',
      value: 'data imported',
    }),
    ends(who, 'onboarding-rescue'),
  ],
};
