/** How the command line is called in a checkout, where no `tideline` is on the PATH. */
export const inCheckout = 'npm run -s tideline --';

// A hint stands in backticks, on a line of its own or indented; prose and data are left alone.
const hint = /(?<=^|`| {2})tideline (?=[a-z])/g;

/** A line for people whose hints name the commands as they are called here. */
export function hintsAsCalled(line: string, called: string): string {
  return line.startsWith('{') ? line : line.replace(hint, `${called} `);
}
