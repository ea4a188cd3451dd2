import type { CompiledBook } from '../../domain/compiled-book';
import type { Policies } from '../../domain/policies';
import type { Instruction } from '../../domain/program';
import { scoreDefinition } from './book-builder';
import { intakeBook, play } from './intake-book';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const everything = ['message', 'banner', 'notify', 'offer', 'suppress', 'hold', 'record', 'charge'];

const mail = (step: string, template: string): Instruction => ({
  op: 'effect',
  step,
  summary: step,
  effect: { kind: 'message', template, channel: 'email', class: 'transactional', to: 'billing' },
});

const plan: Instruction = {
  op: 'approve',
  step: 'decide',
  summary: 'decide',
  policy: 'plan',
  title: 'Approve the plan for {{ customer.name }}',
  draft: 'plan',
  evidence: ['value.amount'],
};

/** A payment cure whose baseline is its legal notice, and policies that let everything through by day. */
export function gateBook(
  changes: { readonly holdoutShare?: number; readonly policies?: Partial<Policies> } = {},
): CompiledBook {
  const book = intakeBook();
  const cure = play(
    'payment-cure',
    { dimension: 'payment', class: 'payment', priority: 80, holdoutShare: changes.holdoutShare ?? 0 },
    { goal: 'invoices.open == 0.0', goalOutcome: 'cured', events: ['card_updated'] },
  );
  const instructions = [mail('notice', 'update'), mail('legal', 'update'), plan, mail('send-plan', 'plan')];
  const paymentCure = {
    ...cure,
    program: { ...cure.program, instructions },
    observer: { ...cure.observer, instructions: [mail('legal', 'update')] },
  };
  return {
    ...book,
    hash: `gate-${JSON.stringify(changes).length}-${changes.holdoutShare ?? 0}`,
    scores: [scoreDefinition()],
    playbooks: { ...book.playbooks, 'payment-cure': paymentCure },
    templates: {
      update: {
        id: 'update',
        subject: 'Please update your card',
        text: 'Hello {{ contact.name }}: {{ links.updateCard }}',
      },
      plan: { id: 'plan', subject: 'Our plan', text: 'Dear {{ customer.name }}, we will call you.' },
      meeting: {
        id: 'meeting',
        subject: 'Let us meet',
        text: 'On {{ meeting.startAt | local_date: meeting.zone }} at {{ meeting.startAt | local_time: meeting.zone }} ({{ meeting.zone }})',
      },
      broken: { id: 'broken', subject: 'x', text: '{{ nobody.knows }}' },
    },
    policies: { ...policies(book.policies), ...changes.policies },
  };
}

function policies(base: Policies): Policies {
  return {
    ...base,
    allowedActions: { low: everything, medium: everything, high: everything },
    approvals: { plan: { id: 'plan', roles: ['manager'], remindAfterMs: dayMs, expireAfterMs: 3 * dayMs } },
    economics: {
      churnProbability: [{ points: 0, probability: 0.1 }],
      saveRate: 0.3,
      offerCost: '0.0',
      effortCost: '40.0',
    },
    roles: ['manager'],
    waiveRoles: ['manager'],
    budgets: { winBack: { offers: 3, amount: 100 } },
    queues: ['success', 'support'],
    operationsQueue: 'support',
    contact: { ...base.contact, frequencyCap: { messages: 1, periodMs: dayMs, classes: ['marketing'] } },
    retry: {
      unknown: 'softUnknown',
      classes: {
        hardStop: { codes: ['lost_card'], action: 'stop', waitsMs: [] },
        customerMustAct: { codes: ['expired_card'], action: 'customerMustAct', waitsMs: [] },
        softTimed: { codes: ['insufficient_funds'], action: 'retry', waitsMs: [3 * dayMs, 3 * dayMs] },
        softUnknown: { codes: [], action: 'retry', waitsMs: [2 * dayMs] },
      },
    },
  };
}
