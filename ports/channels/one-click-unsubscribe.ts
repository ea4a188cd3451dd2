/** The two headers of one-click unsubscription (RFC 8058) for an https address that carries its own token. */
export function oneClickUnsubscribeHeaders(url: string): Record<string, string> {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
    throw new Error('The unsubscribe address must be an absolute https URL (RFC 8058).');
  }
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}
