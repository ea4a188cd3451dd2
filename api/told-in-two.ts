/** A sentence of the form "what is wrong: what to do" in its two halves; without the second there is no fix. */
export function toldInTwo(sentence: string): { readonly message: string; readonly fix?: string } {
  const colon = sentence.indexOf(': ');
  if (colon < 0) return { message: sentence };
  return { message: sentence.slice(0, colon), fix: asSentence(sentence.slice(colon + 2)) };
}

/** With a capital at its beginning and a full stop at its end. */
export function asSentence(words: string): string {
  const sentence = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}
