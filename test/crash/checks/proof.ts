import type { Rule } from '../checker';
import type { Evidence } from '../evidence';
import { acceptedEnds } from './ended';

const enoughTreatments: Rule = ({ treatments }, demands) =>
  treatments.length >= demands.treatments
    ? []
    : [`only ${treatments.length} of ${demands.treatments} treatments ran`];

const enoughLanded: Rule = (evidence, demands) => {
  const { stops, payments } = landed(evidence);
  return [
    ...(stops >= demands.stopsLanded
      ? []
      : [
          `only ${stops} stops landed while an effect was reserved or attempting; ${demands.stopsLanded} are needed`,
        ]),
    ...(payments >= demands.paymentsLanded
      ? []
      : [
          `only ${payments} payments landed while an effect was reserved or attempting; ${demands.paymentsLanded} are needed`,
        ]),
  ];
};

const enoughKills: Rule = ({ kills }, demands) => [
  ...shortOf(kills.points, demands.perPoint).map((lack) => `crash point ${lack}`),
  ...shortOf(kills.random, demands.random).map((lack) => `random kills of ${lack}`),
];

/** Ends accepted while an effect of the treatment was reserved or attempting, as the ledger has it. */
export function landed(evidence: Pick<Evidence, 'ledger'>): { stops: number; payments: number } {
  const under = [...acceptedEnds(evidence).values()].filter(
    ({ content }) => (content.inFlight?.length ?? 0) + (content.releasedEffects?.length ?? 0) > 0,
  );
  return {
    stops: under.filter(({ content }) => content.control === 'stop').length,
    payments: under.filter(({ content }) => content.control === 'goal').length,
  };
}

function shortOf(
  had: Readonly<Record<string, number | undefined>>,
  wanted: Readonly<Record<string, number | undefined>>,
): string[] {
  return Object.entries(wanted).flatMap(([name, count]) =>
    (had[name] ?? 0) >= (count ?? 0) ? [] : [`${name}: ${had[name] ?? 0} of ${count}`],
  );
}

/** The run did enough for its silence to mean something. */
export const proofRules: readonly Rule[] = [enoughTreatments, enoughLanded, enoughKills];
