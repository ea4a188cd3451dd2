/** The text with every mail address taken out, since servers quote the recipient and such texts are kept. */
export function withoutAddresses(text: string): string {
  return text.replaceAll(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '(address)');
}
