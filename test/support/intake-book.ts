import type { CompiledBook } from '../../domain/compiled-book';
import type { Playbook } from '../../domain/playbook';
import type { Program } from '../../domain/program';
import {
  compiledBook,
  derivedSignal,
  playbookDefinition,
  rawSignal,
  segmentDefinition,
} from './book-builder';

const day = 86_400_000;

type ProgramFields = Partial<Omit<Program, 'mentions'>> & { readonly events?: readonly string[] };

/** A playbook whose two programs share goal, exits and what they wait for. */
export function play(id: string, fields: Partial<Playbook>, program: ProgramFields = {}): Playbook {
  const base = playbookDefinition(id, fields);
  const { events = [], ...rest } = program;
  const both = { ...rest, mentions: { ...base.program.mentions, events } };
  return { ...base, program: { ...base.program, ...both }, observer: { ...base.observer, ...both } };
}

/** Payment, churn, fraud and marketing plays with conditions that one signal decides. */
export function intakeBook(fields: Partial<CompiledBook> = {}): CompiledBook {
  const book = compiledBook({
    signals: [
      rawSignal('usage_change_30d'),
      rawSignal('cancelled', { type: 'boolean' }),
      rawSignal('card_updated', { type: 'boolean', source: 'billing' }),
      rawSignal('invoice_payment_failed', { source: 'billing' }),
      rawSignal('invoice_paid', { source: 'billing' }),
      rawSignal('invoice_voided', { source: 'billing' }),
      rawSignal('vpn_used', { type: 'boolean', source: 'identity_device' }),
      rawSignal('complaint_thread', { type: 'string', source: 'reviews_social', about: 'complaint' }),
      rawSignal('seats', { maximumAgeMs: 365 * day }),
      derivedSignal('failures_7d', 'invoice_payment_failed'),
    ],
    segments: [
      segmentDefinition('payment-failed', {
        title: 'Payment failed',
        entry: 'invoices.open > 0.0',
        exit: 'invoices.open == 0.0',
        treat: [{ play: 'payment-cure', with: {} }],
      }),
      segmentDefinition('usage-down', {
        title: 'Usage down',
        entry: 'signals.usage_change_30d < -0.3',
        exit: 'signals.usage_change_30d > -0.2',
        treat: [{ play: 'save-play', with: { owner: 'executive' } }],
      }),
      segmentDefinition('fraud-suspected', {
        entry: 'signals.vpn_used == true',
        exit: 'signals.vpn_used == false',
        treat: [{ play: 'fraud-review', with: {} }],
      }),
      segmentDefinition('many-seats', {
        entry: 'signals.seats > 10.0',
        exit: 'signals.seats < 8.0',
        treat: [{ play: 'campaign', with: {} }],
      }),
      segmentDefinition('reported', {
        title: 'Reported by the warehouse',
        source: 'external',
        treat: [{ play: 'save-play', with: {} }],
      }),
    ],
    playbooks: [
      play(
        'payment-cure',
        { dimension: 'payment', class: 'payment', priority: 80 },
        { goal: 'invoices.open == 0.0', goalOutcome: 'cured', events: ['card_updated'] },
      ),
      play(
        'save-play',
        { dimension: 'churn', priority: 60, coolDownMs: 30 * day },
        {
          exits: [{ id: 'cancelled', when: 'signals.cancelled == true', outcome: 'lost' }],
          onLeave: { mode: 'cancel' },
        },
      ),
      play('fraud-review', {
        dimension: 'fraud',
        class: 'fraud',
        priority: 100,
        preempts: [
          { play: '*', how: 'pause' },
          { play: 'campaign', how: 'cancel' },
        ],
      }),
      play('campaign', { dimension: 'expansion', class: 'marketing', defersTo: ['save-play'] }),
    ],
  });
  return { ...book, hash: 'intake', ...fields };
}
