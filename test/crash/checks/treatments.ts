import type { Rule } from '../checker';
import { scheduledOutcome } from '../plan';
import { acceptedEnds } from './ended';
import { groupBy } from './group';

// No input accepted is lost, none is treated twice.
const oneTreatmentEach: Rule = ({ customers, treatments }) => {
  const byCustomer = groupBy(treatments, (treatment) => treatment.customer);
  return customers.flatMap(({ id, fate }) => {
    const count = byCustomer.get(id)?.length ?? 0;
    const expected = fate === 'overtaken' ? 0 : 1;
    return count === expected ? [] : [`${id} has ${count} treatments, not ${expected}`];
  });
};

const allEnded: Rule = ({ treatments }) =>
  treatments.flatMap(({ id, state, outcome }) =>
    state === 'closed' && outcome !== null ? [] : [`${id} has not reached its outcome: it is ${state}`],
  );

// What was accepted first decides the outcome; where nothing was accepted, the playbook does.
const endedAsAccepted: Rule = (evidence) => {
  const ends = acceptedEnds(evidence);
  const plans = new Map(evidence.customers.map((plan) => [plan.id, plan]));
  return evidence.treatments.flatMap(({ id, customer, outcome }) => {
    const plan = plans.get(customer);
    if (!plan || outcome === null) return [];
    const expected = ends.get(id)?.content.outcome ?? scheduledOutcome(plan);
    return outcome === expected ? [] : [`${id} ended as ${outcome}, not as ${expected}`];
  });
};

const nobodyElseStopped: Rule = (evidence) => {
  const ends = acceptedEnds(evidence);
  const plans = new Map(evidence.customers.map((plan) => [plan.id, plan]));
  return evidence.treatments.flatMap(({ id, customer }) => {
    const plan = plans.get(customer);
    const end = ends.get(id)?.content;
    if (plan?.fate !== 'runsThrough' || !end) return [];
    const ownGoal = end.control === 'goal' && plan.track === 'cure' && plan.card === 'pays';
    return ownGoal ? [] : [`${id} was ended by a ${end.control} that nobody sent`];
  });
};

/** Every accepted crossing became one treatment, and it ended as it had to. */
export const treatmentRules: readonly Rule[] = [
  oneTreatmentEach,
  allEnded,
  endedAsAccepted,
  nobodyElseStopped,
];
