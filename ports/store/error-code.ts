/** The code of a system or database error, or the empty text. */
export function errorCode(error: unknown): string {
  // Not instanceof: a sandboxed caller has another Error than the one that was thrown.
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
