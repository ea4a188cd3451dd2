/** The field under which plays record why a customer was lost; what is written there is counted. */
export const lossReasonField = 'lossReason';
