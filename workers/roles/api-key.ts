import { createKey } from '../../api/keys';
import { scopes } from '../../api/scopes';
import type { Settings } from '../../config/settings';
import { compose } from '../composition';

/** Makes the first key of a deployment: `api-key SUBJECT [ROLE,ROLE]`. The token is printed once and stored nowhere. */
export async function runApiKeyRole(settings: Settings): Promise<void> {
  const [, subject, roles = ''] = process.argv.slice(2);
  if (subject === undefined) throw new Error('Name whose key it is: api-key SUBJECT [ROLE,ROLE]');
  const { app, close } = await compose(settings);
  const token = await app.store.transaction((tx) =>
    createKey(tx, app, { subject, kind: 'person', roles: roles.split(',').filter(Boolean), scopes }),
  );
  console.log(token);
  await close();
}
