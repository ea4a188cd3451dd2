import type { GateContext } from '../../../domain/gate/gate-context';
import type { Policies } from '../../../domain/policies';

const everything = ['message', 'banner', 'notify', 'offer', 'suppress', 'hold', 'record', 'charge'];

/** Policies that stand in nobody's way but for quiet hours and one frequency cap. */
export const policies: Policies = {
  value: {
    amount: '0.0',
    strategic: 'false',
    floors: { high: 1, medium: 1 },
    percentiles: { high: 0.9, medium: 0.6 },
  },
  contact: {
    quietHours: { from: '08:00', until: '21:00' },
    frequencyCap: { messages: 1, periodMs: 86_400_000, classes: ['marketing'] },
    defaultZone: 'Europe/Berlin',
    businessHours: { from: '09:00', until: '17:00' },
    sender: 'care@example.org',
  },
  allowedActions: { low: everything, medium: everything, high: ['hold', 'notify'] },
  approvals: {},
  roles: [],
  queues: [],
  operationsQueue: '',
  holdout: { salt: 's', globalShare: 0 },
  stormBreaker: { factor: 3, floor: 10, windowMs: 86_400_000 },
  retry: { classes: {}, unknown: 'none' },
  dryRun: false,
};

/** A transactional mail on a winter noon that nothing objects to. */
export function gateCase(change: Partial<GateContext> = {}): GateContext {
  return {
    now: '2026-01-15T12:00:00.000Z',
    effect: { kind: 'message', template: 'update', channel: 'email', class: 'transactional', to: 'billing' },
    treatment: { id: 't', playbook: 'payment-cure', arm: 'treatment', closed: false, pausedBy: [] },
    baseline: false,
    policies,
    stakes: 'low',
    limits: [],
    killSwitches: [],
    recipient: { contactId: 'c1', address: 'ann@example.org', zone: 'Europe/Berlin' },
    consents: [],
    suppressions: [],
    counted: [],
    ...change,
  };
}
