import { createKey } from '../../api/keys';
import { scopes } from '../../api/scopes';
import { checkRoles } from '../../application/check-roles';
import type { Settings } from '../../config/settings';
import { composeFoundation } from '../composition';

/** Makes a person's key: `api-key SUBJECT [ROLE,ROLE]`. The token is printed once and stored nowhere. Throws UnknownRoles. */
export async function runApiKeyRole(
  settings: Settings,
  [subject = '', names = '']: readonly string[],
): Promise<void> {
  const roles = names
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const { app, close } = await composeFoundation(settings);
  try {
    const token = await app.store.transaction(async (tx) => {
      if ((await checkRoles(tx, app, roles)) === 'noBook' && roles.length > 0)
        console.error(`No book is active yet: nobody can say whether it will know ${roles.join(', ')}.`);
      return createKey(tx, app, { subject, kind: 'person', roles, scopes });
    });
    console.log(token);
  } finally {
    await close();
  }
}
