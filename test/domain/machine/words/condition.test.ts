import { conditionWords, type StepWords } from '../../../../domain/machine/words/condition';
import { stepWords } from '../../../../domain/machine/words/step-words';
import { end, programOf } from '../parts';

const named: StepWords = { nameOf: (step) => `“${step}”` };

it.each([
  ['invoices.open == 0.0', 'no invoice is open'],
  ["value.tier == 'high'", 'the value of the customer is high'],
  ['signals.contract_cancelled', 'contract cancelled'],
  ['!signals.contract_cancelled', 'not so: contract cancelled'],
  ['!(has(signals.access_verified) && signals.access_verified)', 'not so: access verified'],
  ["!(has(signals.fraud_verdict) && signals.fraud_verdict == 'cleared')", 'not so: fraud verdict is cleared'],
  ['!(has(signals.fraud_verdict) && signals.vpn_used)', 'not so: fraud verdict is known, and vpn used'],
  ["signals.access_problem != ''", 'access problem is known'],
  ["signals.access_problem == ''", 'access problem is not known'],
  ["step.approval.outcome == 'approved'", '“approval” was approved'],
  ['step.check.points > treatment.startPoints', 'the score found by “check” is above the score at the start'],
  [
    "step.check.tier == 'low' && step.check.count >= 2.0 && (step.plan.outcome == 'done' || step.other.outcome == 'done')",
    'the risk found by “check” is low, and this has come 2 times in a row, and either “plan” is done or “other” is done',
  ],
  ["!has(step.call) || step.call.outcome == 'opened'", '“call” is not done yet'],
  ["!has(step.call) || step.other.outcome == 'opened'", '“call” has not ended or “other” is still open'],
  ["'vip' in segments", 'the customer is in segment vip'],
  ["scores.churn.tier != 'high'", 'churn risk is not high'],
  ['signals.usage_change_30d <= -0.35', 'usage change 30d is at most -0.35'],
  ['this is not CEL', 'this is not CEL'],
])('%s is told as: %s', (source, words) => {
  expect(conditionWords(source, named)).toBe(words);
});

describe('the result of a step', () => {
  const program = programOf([
    { op: 'wait', step: 'card', summary: 'Wait for a new card, at most 30 days', events: ['card_updated'] },
    { op: 'wait', step: 'plain', summary: 'Give it time', events: ['card_updated'] },
    { op: 'approve', step: 'plan', summary: 'The plan', policy: 'p', title: 'The plan', evidence: [] },
    end(),
  ]);

  it.each([
    ["step.card.outcome == 'event'", 'a new card came'],
    ["step.card.outcome == 'timedOut'", 'a new card did not come'],
    ["step.plain.outcome == 'event'", 'what it waits for came'],
    ["step.plan.outcome == 'expired'", 'nobody decided in time: “The plan”'],
  ])('%s is told by what the step does: %s', (source, words) => {
    expect(conditionWords(source, stepWords(program))).toBe(words);
  });

  it('is spoken of as it where the step stands right before', () => {
    expect(conditionWords("step.plan.outcome == 'expired'", stepWords(program, 'plan'))).toBe(
      'nobody decided in time',
    );
  });
});
