/** What a token may be allowed to do; each route names the one it needs. */
export const scopes = [
  'signals:write',
  'crossings:write',
  'crossings:read',
  'customers:write',
  'customers:read',
  'treatments:read',
  'treatments:act',
  'approvals:read',
  'approvals:decide',
  'tasks:read',
  'tasks:complete',
  'blocklist:read',
  'blocklist:write',
  'operations:read',
  'operations:act',
  'books:read',
  'books:publish',
  'audit:read',
  'metrics:read',
  'docs:read',
] as const;
export type Scope = (typeof scopes)[number];

/** `open` = health alone; `signature` = the body's own signature is the proof of who sent it. */
export type RouteScope = Scope | 'open' | 'signature';
