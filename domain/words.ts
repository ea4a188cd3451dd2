/** The five things a score can be about; they are never added up. */
export const dimensions = ['churn', 'payment', 'fraud', 'reputation', 'expansion'] as const;
export type Dimension = (typeof dimensions)[number];

/** A score's tier. */
export const tiers = ['low', 'medium', 'high'] as const;
export type Tier = (typeof tiers)[number];

/** How bad it is if automation is wrong; belongs to a need or an effect, never to a score. */
export const stakesLevels = ['low', 'medium', 'high'] as const;
export type Stakes = (typeof stakesLevels)[number];

/** The nine places a signal can come from. */
export const signalSources = [
  'product_usage',
  'billing',
  'support',
  'success_notes',
  'engagement',
  'payment_history',
  'identity_device',
  'reviews_social',
  'external',
] as const;
export type SignalSource = (typeof signalSources)[number];

/** Which program of a playbook a customer runs. */
export const arms = ['treatment', 'holdout'] as const;
export type Arm = (typeof arms)[number];

/** How a treatment can end. */
export const outcomes = [
  'saved',
  'lost',
  'cured',
  'writtenOff',
  'cleared',
  'blocked',
  'resolved',
  'grown',
  'suppressed',
  'handedOver',
  'left',
  'expired',
  'stopped',
  'failed',
] as const;
export type Outcome = (typeof outcomes)[number];

/** Where a message may go. */
export const channels = ['email', 'sms', 'inApp'] as const;
export type Channel = (typeof channels)[number];

/** Decides which consent, quiet hours and caps apply to a message. */
export const messageClasses = ['marketing', 'transactional', 'critical'] as const;
export type MessageClass = (typeof messageClasses)[number];
