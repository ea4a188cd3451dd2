import { didYouMean } from '../domain/book/nearest';
import type { CompiledBook } from '../domain/compiled-book';
import type { SignalType } from '../domain/signals/signal';
import type { Refusal } from './application';
import type { CustomerInput } from './customers';
import { typeOfValue, typeWords } from './type-words';

type Fault = NonNullable<Refusal['faults']>[number];

/** Why the book does not know what is said of a customer, field by field; undefined = it does. */
export function customerRefusal(book: CompiledBook, input: CustomerInput): Refusal | undefined {
  const faults = [...attributeFaults(book, input), ...roleFaults(book, input)];
  const [first] = faults;
  if (!first) return undefined;
  return {
    ok: false,
    code: 'notInTheBook',
    message: `${first.field} ${first.message}. ${first.fix}`,
    faults,
  };
}

function attributeFaults(book: CompiledBook, { attributes = {} }: CustomerInput): Fault[] {
  if (!book.attributes) return [];
  // Texts greet every customer by name, whatever a book declares.
  const known: Readonly<Record<string, SignalType>> = { name: 'string', ...book.attributes };
  return Object.entries(attributes).flatMap(([name, value]): Fault[] => {
    const field = `attributes.${name}`;
    const type = Object.hasOwn(known, name) ? known[name] : undefined;
    if (type === undefined) {
      const fix = `${hint(name, Object.keys(known))} A new one is declared in the book's signals.yaml.`;
      return [{ field, message: 'is no attribute of the book', fix }];
    }
    if (typeof value === type) return [];
    const message = `must be ${typeWords[type]}, not ${typeOfValue(value)}`;
    return [{ field, message, fix: `Send ${field} as ${typeWords[type]}.` }];
  });
}

function roleFaults(book: CompiledBook, { contacts = [] }: CustomerInput): Fault[] {
  const { roles } = book.policies.contact;
  if (!roles) return [];
  return contacts.flatMap(({ role }, at): Fault[] => {
    if (roles.includes(role)) return [];
    const fix = `${hint(role, roles)} A new one is declared in the book's policies.yaml.`;
    return [{ field: `contacts.${at}.role`, message: 'is no contact role of the book', fix }];
  });
}

function hint(name: string, valid: readonly string[]): string {
  const words = didYouMean(name, valid);
  const sentence = words.charAt(0).toUpperCase() + words.slice(1);
  return sentence.endsWith('?') ? sentence : `${sentence}.`;
}
