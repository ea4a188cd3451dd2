import type { CompiledBook } from '../../domain/compiled-book';
import type { SegmentDefinition } from '../../domain/segments/segment';
import {
  compiledBook,
  derivedSignal,
  playbookDefinition,
  rawSignal,
  scoreDefinition,
  scoreRule,
  segmentDefinition,
} from './book-builder';

const day = 86_400_000;

const plain = playbookDefinition('review', { dimension: 'fraud', per: 'context' });
/** Ends when its transaction is no suspect any more; hears of mismatches. */
const review = {
  ...plain,
  program: {
    ...plain.program,
    goal: "scores.fraud.tier == 'low'",
    goalOutcome: 'cleared' as const,
    mentions: { ...plain.program.mentions, signals: ['geo_mismatch'], scores: ['fraud' as const] },
  },
};

/** A fraud score and who is looked at for it: the customer, and each transaction for itself. */
export function transactionBook(change: Partial<SegmentDefinition> = {}): CompiledBook {
  const seen = { source: 'identity_device', feeds: ['fraud'], maximumAgeMs: 7 * day } as const;
  const risky = {
    dimension: 'fraud',
    riskTier: 'high',
    entry: "scores.fraud.tier == 'high'",
    exit: "scores.fraud.tier != 'high'",
  } as const;
  return compiledBook({
    signals: [
      rawSignal('geo_mismatch', { ...seen, type: 'boolean' }),
      rawSignal('vpn_used', { ...seen, type: 'boolean' }),
      rawSignal('attempt', { ...seen, type: 'string', maximumAgeMs: day }),
      rawSignal('mood', { ...seen, type: 'string', feeds: ['churn'] }),
      derivedSignal('attempts_2d', 'attempt', { source: 'identity_device', windowMs: 2 * day }),
    ],
    scores: [
      scoreDefinition({ rules: [scoreRule('sad', "signals.mood == 'sad'", { points: 50 })] }),
      scoreDefinition({
        id: 'fraud',
        dimension: 'fraud',
        minimumSources: 1,
        tiers: { high: { enter: 60, leave: 50 }, medium: { enter: 30, leave: 25 } },
        rules: [
          scoreRule('countries_differ', 'signals.geo_mismatch', { points: 50 }),
          scoreRule('anonymous', 'signals.vpn_used', { points: 15 }),
          scoreRule('hammering', 'signals.attempts_2d >= 3.0', { points: 30, ignoredWhileOpen: ['review'] }),
        ],
      }),
    ],
    segments: [
      segmentDefinition('customer-suspect', risky),
      segmentDefinition('transaction-suspect', { ...risky, per: 'transaction', tier: 'runtime', ...change }),
    ],
    playbooks: [review],
  });
}
