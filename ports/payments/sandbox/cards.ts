/** Why a card was declined, in the words Stripe's errors carry. */
export interface DeclineDetail {
  readonly code: string;
  readonly declineCode?: string;
  readonly adviceCode?: string;
  readonly networkDeclineCode?: string;
  readonly networkAdviceCode?: string;
  readonly message: string;
}

/** The card of a customer nobody has set up: it pays. */
export const DEFAULT_CARD = 'pm_card_visa';

/** What a test card does when it is charged; undefined when the sandbox does not know the card. */
export function fateOfCard(card: string): 'succeed' | DeclineDetail | undefined {
  if (PAYING_CARDS.has(card)) return 'succeed';
  const decline = DECLINING_CARDS.get(card.replace('pm_card_visa_', 'pm_card_'));
  return decline === undefined ? undefined : declineOf(decline);
}

/** The full decline for a code, as the networks usually dress it; an unknown code is passed on as it is. */
export function declineOf(declineCode: string): DeclineDetail {
  return (
    DECLINES.get(declineCode) ?? { code: 'card_declined', declineCode, message: 'Your card was declined.' }
  );
}

const PAYING_CARDS: ReadonlySet<string> = new Set([
  'pm_card_visa',
  'pm_card_visa_debit',
  'pm_card_mastercard',
  'pm_card_mastercard_debit',
  'pm_card_amex',
]);

const DECLINING_CARDS: ReadonlyMap<string, string> = new Map([
  ['pm_card_chargeDeclined', 'generic_decline'],
  ['pm_card_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
  ['pm_card_chargeDeclinedLostCard', 'lost_card'],
  ['pm_card_chargeDeclinedStolenCard', 'stolen_card'],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card'],
  ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc'],
  ['pm_card_chargeDeclinedProcessingError', 'processing_error'],
  ['pm_card_chargeDeclinedVelocityLimitExceeded', 'card_velocity_exceeded'],
  ['pm_card_chargeDeclinedFraudulent', 'fraudulent'],
  ['pm_card_authenticationRequired', 'authentication_required'],
]);

function cardDeclined(declineCode: string, network: Partial<DeclineDetail>): [string, DeclineDetail] {
  return [
    declineCode,
    { code: 'card_declined', declineCode, message: 'Your card was declined.', ...network },
  ];
}

// Stripe gives these a code of their own and no decline_code.
function ownCode(code: string, message: string, network: Partial<DeclineDetail>): [string, DeclineDetail] {
  return [code, { code, message, ...network }];
}

const DECLINES: ReadonlyMap<string, DeclineDetail> = new Map([
  cardDeclined('generic_decline', { adviceCode: 'try_again_later', networkDeclineCode: '05' }),
  cardDeclined('do_not_honor', { adviceCode: 'try_again_later', networkDeclineCode: '05' }),
  cardDeclined('insufficient_funds', {
    adviceCode: 'try_again_later',
    networkDeclineCode: '51',
    message: 'Your card has insufficient funds.',
  }),
  cardDeclined('lost_card', {
    adviceCode: 'do_not_try_again',
    networkDeclineCode: '41',
    networkAdviceCode: '03',
  }),
  cardDeclined('stolen_card', {
    adviceCode: 'do_not_try_again',
    networkDeclineCode: '43',
    networkAdviceCode: '03',
  }),
  cardDeclined('card_velocity_exceeded', { adviceCode: 'try_again_later', networkDeclineCode: '65' }),
  cardDeclined('fraudulent', {
    adviceCode: 'do_not_try_again',
    networkDeclineCode: '59',
    networkAdviceCode: '03',
  }),
  ownCode('expired_card', 'Your card has expired.', {
    adviceCode: 'confirm_card_data',
    networkDeclineCode: '54',
    networkAdviceCode: '01',
  }),
  ownCode('incorrect_cvc', "Your card's security code is incorrect.", {
    adviceCode: 'confirm_card_data',
    networkDeclineCode: 'N7',
  }),
  ownCode('processing_error', 'An error occurred while processing your card. Try again in a little bit.', {
    adviceCode: 'try_again_later',
  }),
  [
    'authentication_required',
    {
      code: 'authentication_required',
      declineCode: 'authentication_required',
      message: 'Your card was declined. This transaction requires authentication.',
    },
  ],
]);
