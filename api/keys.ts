import { createHash, timingSafeEqual } from 'node:crypto';
import type { Actor, Application } from '../application/application';
import type { Store, Transaction } from '../ports/store/store';
import { scopes } from './scopes';

/** Finds out whom a bearer token stands for. */
export interface ApiKeys {
  actorOf(token: string): Promise<Actor | undefined>;
}

interface KeyRow {
  readonly token_hash: string;
  readonly subject: string;
  readonly kind: Actor['kind'];
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

/** Keys of the store: only a token's SHA-256 is kept, and it is compared in constant time. */
export function storedKeys(store: Store): ApiKeys {
  return {
    actorOf: async (token) => {
      const hash = tokenHash(token);
      const rows = await store.transaction((tx) =>
        tx.query<KeyRow>('SELECT * FROM api_keys WHERE token_hash = $1', [hash]),
      );
      const row = rows[0];
      if (!row || !timingSafeEqual(Buffer.from(row.token_hash), Buffer.from(hash))) return undefined;
      return { subject: row.subject, kind: row.kind, roles: row.roles, scopes: row.scopes };
    },
  };
}

/** Makes a key and gives its token, which is stored nowhere. */
export async function createKey(tx: Transaction, app: Application, actor: Actor): Promise<string> {
  const token = `tl_${Buffer.from(app.randomBytes(32)).toString('base64url')}`;
  await tx.query(
    `INSERT INTO api_keys (token_hash, subject, kind, roles, scopes, created_at) 
     VALUES ($1, $2, $3, $4::text::jsonb, $5::text::jsonb, $6)`,
    [
      tokenHash(token),
      actor.subject,
      actor.kind,
      JSON.stringify(actor.roles),
      JSON.stringify(actor.scopes),
      app.clock.now(),
    ],
  );
  return token;
}

/**
 * The local person's token: the known one while it still opens, else a new one that replaces it.
 * `roles` are those of the active book, so that the first user can decide every approval.
 */
export async function createLocalKey(
  app: Application,
  options: { readonly roles: readonly string[]; readonly known?: string },
): Promise<{ readonly token: string; readonly created: boolean }> {
  return app.store.transaction(async (tx) => {
    const hash = options.known === undefined ? '' : tokenHash(options.known);
    const known = await tx.query(
      `UPDATE api_keys SET roles = $2::text::jsonb, scopes = $3::text::jsonb WHERE token_hash = $1 RETURNING subject`,
      [hash, JSON.stringify(options.roles), JSON.stringify(scopes)],
    );
    if (options.known !== undefined && known.length > 0) return { token: options.known, created: false };
    await tx.query(`DELETE FROM api_keys WHERE subject = 'local'`);
    const token = await createKey(tx, app, {
      subject: 'local',
      kind: 'person',
      roles: options.roles,
      scopes,
    });
    return { token, created: true };
  });
}

function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
