// Refused, unknown (a container's name before it runs), cut off, and PostgreSQL's own "starting up" and "too many".
const comingUp: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  '57P03',
  '53300',
]);

/** Whether PostgreSQL may just not be up yet; a wrong password or a foreign schema is none of that. */
export function isPostgresComingUp(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string') return comingUp.has(error.code);
  return error.message.includes('Connection terminated');
}

/** Where a database is, without user and password. */
export function databasePlace(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}
