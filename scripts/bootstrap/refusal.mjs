/** A failure the reader can mend: its message is one sentence with the fix, shown without a stack. */
export class Refusal extends Error {}

/** Says where a progress line belongs: standard error, so that JSON on standard output stays clean. */
export function say(line) {
  console.error(`tideline: ${line}`);
}
