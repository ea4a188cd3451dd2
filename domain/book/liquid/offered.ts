import { linkNames } from '../../links';
import { variablesOf, type Schema } from '../cel/variables';
import type { Names } from '../names';

const meeting: Schema = { title: 'string', startAt: 'string', endAt: 'string', zone: 'string' };

/** What a text may say: the facts, the contact written to, the treatment with its parameters, and links. */
export function offeredToTexts(
  names: Names,
  about: { readonly parameters: readonly string[]; readonly withMeeting?: boolean },
): Schema {
  const { customer = {}, invoices = {}, ...facts } = variablesOf('treat', names);
  const treatment = {
    id: 'string',
    playbook: 'string',
    days: 'double',
    startTier: 'string',
    startPoints: 'double',
  };
  const strings = (keys: readonly string[]): Schema => Object.fromEntries(keys.map((key) => [key, 'string']));
  return {
    ...facts,
    customer: { name: 'string', ...fields(customer) },
    contact: { name: 'string' },
    invoices: { ...fields(invoices), list: 'list' },
    treatment: { ...treatment, ...strings(about.parameters) },
    links: strings(linkNames),
    ...(about.withMeeting && { meeting }),
  };
}

function fields(schema: string | Schema): Schema {
  return typeof schema === 'string' ? {} : schema;
}
