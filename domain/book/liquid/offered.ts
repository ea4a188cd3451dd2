import { linkNames } from '../../links';
import type { Path } from '../../expressions/path';
import { variablesOf, type Schema } from '../cel/variables';
import { problemOfRead, type ExpressionProblem } from '../cel/walk-names';
import type { Names } from '../names';
import type { LiquidRead } from './liquid-text';

const meeting: Schema = { title: 'string', startAt: 'string', endAt: 'string', zone: 'string' };
const person: Schema = { role: 'string', name: 'string', changedDaysAgo: 'double' };
const invoice: Schema = { id: 'string', state: 'string', amount: 'string', currency: 'string' };

/** What a text may say: the facts, the contact written to, what people last approved in the treatment, the treatment with its parameters, links, and how the customer's segments want it written. */
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
    customer: typeof customer === 'string' ? customer : { name: 'string', ...customer },
    contact: { name: 'string' },
    contacts: { list: { size: 'double', first: person, last: person } },
    approved: { subject: 'string', text: 'string' },
    invoices: { ...fields(invoices), list: { size: 'double', first: invoice, last: invoice } },
    treatment: { ...treatment, ...strings(about.parameters) },
    links: strings(linkNames),
    content: strings(['topic', 'depth', 'tone']),
    ...(about.withMeeting && { meeting }),
  };
}

function fields(schema: string | Schema): Schema {
  return typeof schema === 'string' ? {} : schema;
}

/** What is wrong with a name that a text reads, if anything; the variable of a loop has the names of one item. */
export function problemOfText(read: LiquidRead, offered: Schema): ExpressionProblem | undefined {
  if (!read.over) return problemOfRead(read, offered);
  const item = itemOf(read.over, offered);
  return item === undefined ? undefined : problemOfRead(read, { [read.path[0] ?? '']: item });
}

// A list says what its items have by its first one; of other lists nothing is known.
function itemOf(list: Path, offered: Schema): string | Schema | undefined {
  return [...list, 'first'].reduce<string | Schema | undefined>(
    (at, name) => (typeof at === 'object' && Object.hasOwn(at, name) ? at[name] : undefined),
    offered,
  );
}
