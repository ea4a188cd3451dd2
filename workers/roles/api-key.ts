import { createKey } from '../../api/keys';
import { type Scope, scopes } from '../../api/scopes';
import { checkRoles } from '../../application/check-roles';
import type { Settings } from '../../config/settings';
import { didYouMean } from '../../domain/book/nearest';
import { composeFoundation } from '../composition';

/** A key was asked for that cannot be made; the message says why, and how to ask. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused';
}

/**
 * Makes a key: `api-key SUBJECT [ROLE,ROLE] [--scopes SCOPE,SCOPE]`; without scopes it may do everything. The token is
 * printed once and stored nowhere. Throws UnknownRoles and KeyRefused.
 */
export async function runApiKeyRole(
  settings: Settings,
  [whose = '', names = '']: readonly string[],
  { scopes: allowed }: { readonly scopes?: string } = {},
): Promise<void> {
  const subject = whose.trim();
  if (subject === '')
    throw new KeyRefused('The subject is empty: give the name of whoever will use the key.');
  const granted = allowed === undefined ? scopes : scopesNamed(allowed);
  const roles = listed(names);
  const { app, close } = await composeFoundation(settings);
  try {
    const token = await app.store.transaction(async (tx) => {
      if ((await checkRoles(tx, app, roles)) === 'noBook' && roles.length > 0)
        console.error(`No book is active yet: nobody can say whether it will know ${roles.join(', ')}.`);
      return createKey(tx, app, { subject, kind: 'person', roles, scopes: granted });
    });
    console.log(token);
  } finally {
    await close();
  }
}

function scopesNamed(list: string): readonly Scope[] {
  const names = listed(list);
  const unknown = names.find((name) => !isScope(name));
  if (unknown !== undefined)
    throw new KeyRefused(`There is no scope "${unknown}": ${didYouMean(unknown, scopes)}`);
  if (names.length === 0)
    throw new KeyRefused(
      `--scopes names none, and such a key could do nothing: give some of ${scopes.join(', ')}.`,
    );
  return names.filter(isScope);
}

function isScope(name: string): name is Scope {
  return scopes.some((scope) => scope === name);
}

function listed(names: string): readonly string[] {
  return names
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}
