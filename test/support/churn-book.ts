import type { CompiledBook } from '../../domain/compiled-book';
import {
  compiledBook,
  derivedSignal,
  rawSignal,
  scoreDefinition,
  scoreRule,
  segmentDefinition,
} from './book-builder';

const day = 86_400_000;

/** The shipped churn and payment scores and their high tiers, written out: what the properties of evaluation are about. */
export function churnBook(): CompiledBook {
  const notes = { source: 'success_notes', type: 'boolean', maximumAgeMs: 90 * day } as const;
  const slow = { dimension: 'churn', confirmation: { days: 2, of: 3 }, dwellMs: 7 * day } as const;
  return compiledBook({
    signals: [
      rawSignal('usage_change_30d'),
      rawSignal('champion_departed', notes),
      rawSignal('ticket_sentiment_trend', { source: 'support' }),
      rawSignal('invoice_payment_failed', { source: 'billing', feeds: ['churn', 'payment'] }),
      derivedSignal('payment_failures_30d', 'invoice_payment_failed', {
        source: 'billing',
        windowMs: 30 * day,
      }),
      derivedSignal('usage_drop_to_departure', 'usage_change_30d', {
        aggregate: 'gap',
        with: 'champion_departed',
        atMost: -0.3,
        windowMs: 90 * day,
      }),
    ],
    scores: [
      scoreDefinition({
        rules: [
          scoreRule('usage_down', 'signals.usage_change_30d < -0.3'),
          scoreRule('champion_departed', 'signals.champion_departed == true', {
            points: 25,
            sources: ['success_notes'],
          }),
          scoreRule('sentiment_down', 'signals.ticket_sentiment_trend < 0.0', {
            points: 15,
            sources: ['support'],
          }),
          scoreRule('payment_failed', 'signals.payment_failures_30d > 0.0', {
            points: 15,
            sources: ['billing'],
            ignoredWhileOpen: ['payment-cure'],
          }),
          scoreRule('usage_down_as_champion_left', 'signals.usage_drop_to_departure <= 7.0', {
            points: 15,
            sources: ['product_usage', 'success_notes'],
            immediate: true,
          }),
        ],
      }),
      scoreDefinition({
        id: 'payment',
        dimension: 'payment',
        minimumSources: 1,
        rules: [
          scoreRule('payment_failed', 'signals.payment_failures_30d > 0.0', {
            points: 50,
            sources: ['billing'],
          }),
        ],
      }),
    ],
    segments: [
      segmentDefinition('churn-risk-medium', {
        ...slow,
        riskTier: 'medium',
        entry: "scores.churn.tier == 'medium'",
        exit: "scores.churn.tier != 'medium'",
      }),
      segmentDefinition('churn-risk-high', {
        ...slow,
        riskTier: 'high',
        minimumSources: 2,
        entry: "scores.churn.tier == 'high'",
        exit: "scores.churn.tier != 'high'",
      }),
      segmentDefinition('payment-risk-high', {
        dimension: 'payment',
        riskTier: 'high',
        entry: "scores.payment.tier == 'high'",
        exit: "scores.payment.tier == 'low'",
      }),
    ],
  });
}
