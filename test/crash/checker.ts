import { chargeRules } from './checks/charges';
import { doubtRules } from './checks/doubts';
import { ledgerRules } from './checks/ledger';
import { mailRules } from './checks/mails';
import { proofRules } from './checks/proof';
import { treatmentRules } from './checks/treatments';
import type { Demands, Evidence } from './evidence';

/** One promise looked at over a run's evidence; says in a sentence each what does not hold. */
export type Rule = (evidence: Evidence, demands: Demands) => readonly string[];

// Several violations of one promise say no more than the first few.
const shownPerRule = 5;

/** Every promise that the evidence breaks; empty when the run proves what it was meant to prove. */
export function check(evidence: Evidence, demands: Demands): string[] {
  const rules: readonly Rule[] = [
    ...treatmentRules,
    ...chargeRules,
    ...mailRules,
    ...doubtRules,
    ...ledgerRules,
    ...proofRules,
  ];
  return rules.flatMap((rule) => {
    const found = rule(evidence, demands);
    const more = found.length - shownPerRule;
    return more > 0 ? [...found.slice(0, shownPerRule), `… and ${more} more of the same`] : found;
  });
}

/** What the product did wrong, without the demands on how much must have happened. */
export function brokenPromises(evidence: Evidence): string[] {
  return check(evidence, nothingDemanded);
}

const nothingDemanded: Demands = {
  treatments: 0,
  stopsLanded: 0,
  paymentsLanded: 0,
  perPoint: {},
  random: {},
};
