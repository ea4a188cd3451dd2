import type { Rule } from '../checker';

const open = ['reserved', 'attempting', 'deferred'];

const nothingLeftOpen: Rule = ({ effects, treatments }) => {
  const closed = new Set(treatments.filter(({ state }) => state === 'closed').map(({ id }) => id));
  return effects.flatMap(({ requestKey, treatmentId, state }) =>
    open.includes(state) && closed.has(treatmentId)
      ? [`${requestKey} is still ${state} after its treatment closed`]
      : [],
  );
};

const doubtsExplained: Rule = ({ effects }) =>
  effects.flatMap(({ requestKey, state, why }) =>
    state === 'inDoubt' && !why ? [`${requestKey} is in doubt and its row does not say why`] : [],
  );

// Key by key, which is more than a count: only a worker killed while an effect was attempting may leave it in doubt.
const doubtsComeFromKills: Rule = ({ effects, kills }) => {
  const exposed = new Set(kills.exposed);
  return effects.flatMap(({ requestKey, state }) =>
    state === 'inDoubt' && !exposed.has(requestKey)
      ? [`${requestKey} is in doubt although no worker was killed while it was attempting`]
      : [],
  );
};

/** Every doubt has a kill behind it and a sentence in its row. */
export const doubtRules: readonly Rule[] = [nothingLeftOpen, doubtsExplained, doubtsComeFromKills];
