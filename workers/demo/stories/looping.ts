import { enters, happens, pause } from '../beats/happens';
import { ends, reaches } from '../beats/treated';
import type { Character } from '../character';
import type { Story } from '../story';

const who: Character = {
  name: 'Pine Studio',
  as: 'pine',
  zone: 'Europe/Berlin',
  attributes: { plan: 'self-serve', annualRevenue: 900 },
  contacts: [{ id: 'main', role: 'user', email: 'pine@example.com' }],
};

/** Self-service has failed: a question, a checklist nobody has read yet, then a person. */
export const looping: Story = {
  id: 'looping',
  title: 'A customer who goes in circles gets a question, a new checklist and then a person',
  characters: [who],
  ends: [{ who, playbook: 'looping', outcome: 'resolved' }],
  beats: [
    enters(who),
    happens(
      who,
      'The same question twice in two days, a ticket opened again, and now a chat: going in circles.',
      { name: 'ticket_opened', value: 'sync', hoursAgo: 48 },
      { name: 'ticket_opened', value: 'sync', hoursAgo: 2 },
      { name: 'help_article_viewed', value: 'set-up', hoursAgo: 1 },
      { name: 'ticket_reopened', value: true, hoursAgo: 1 },
      { name: 'chat_started', value: true, about: 'conversation' },
    ),
    reaches(who, 'looping', 'answer'),
    pause(0.1),
    happens(who, 'The customer answers the question clearly.', {
      name: 'clarification_given',
      value: 'clear',
      about: 'conversation',
    }),
    reaches(who, 'looping', 'triedSetUp', 'triedSync'),
    pause(0.1),
    happens(who, 'The checklist does not help.', {
      name: 'self_serve_failed',
      value: true,
      about: 'conversation',
    }),
    reaches(who, 'looping', 'proof'),
    pause(0.3),
    happens(who, 'A person has helped, and the customer says that it works.', {
      name: 'issue_verified',
      value: true,
      about: 'conversation',
    }),
    ends(who, 'looping'),
  ],
};
