import { nearest } from '../domain/book/nearest';
import type { Transaction } from '../ports/store/store';
import type { Application } from './application';
import { NoActiveBook } from './books';

/** Roles were given that the active book does not have; the message names its own. */
export class UnknownRoles extends Error {
  override readonly name = 'UnknownRoles';
  constructor(unknown: readonly string[], valid: readonly string[]) {
    const each = unknown.map((role) => `"${role}"${meant(role, valid)}`);
    super(`Not among the roles of the active book: ${each.join(', ')}. Give some of: ${valid.join(', ')}.`);
  }
}

function meant(role: string, valid: readonly string[]): string {
  const near = nearest(role, valid);
  return near === undefined ? '' : ` (did you mean "${near}"?)`;
}

/** Whether roles of people are among those of the active book; 'noBook' while there is none to say. Throws UnknownRoles. */
export async function checkRoles(
  tx: Transaction,
  { books }: Pick<Application, 'books'>,
  roles: readonly string[],
): Promise<'known' | 'noBook'> {
  const valid = await rolesOfBook(tx, books);
  if (!valid) return 'noBook';
  const unknown = roles.filter((role) => !valid.includes(role));
  if (unknown.length > 0) throw new UnknownRoles(unknown, valid);
  return 'known';
}

async function rolesOfBook(
  tx: Transaction,
  books: Application['books'],
): Promise<readonly string[] | undefined> {
  try {
    return (await books.active(tx)).policies.roles;
  } catch (error) {
    // A deployment's first key is made before its first book can be published.
    if (error instanceof NoActiveBook) return undefined;
    throw error;
  }
}
