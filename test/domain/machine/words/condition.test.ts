import { conditionWords } from '../../../../domain/machine/words/condition';

const named = (step: string): string => `“${step}”`;

it.each([
  ['invoices.open == 0.0', 'no invoice is open'],
  ["value.tier == 'high'", 'the value of the customer is high'],
  ['signals.contract_cancelled', 'contract cancelled'],
  ['!signals.contract_cancelled', 'not so: contract cancelled'],
  ["step.approval.outcome == 'approved'", '“approval” was approved'],
  ['step.check.points > treatment.startPoints', 'the score found by “check” is above the score at the start'],
  [
    "step.check.tier == 'low' && step.check.count >= 2.0 && (step.plan.outcome == 'done' || step.other.outcome == 'done')",
    'the risk found by “check” is low, and this has come 2 times in a row, and either “plan” is done or “other” is done',
  ],
  ["!has(step.call) || step.call.outcome == 'opened'", '“call” has not ended or “call” is still open'],
  ["'vip' in segments", 'the customer is in segment vip'],
  ["scores.churn.tier != 'high'", 'churn risk is not high'],
  ['signals.usage_change_30d <= -0.35', 'usage change 30d is at most -0.35'],
  ['this is not CEL', 'this is not CEL'],
])('%s is told as: %s', (source, words) => {
  expect(conditionWords(source, named)).toBe(words);
});
