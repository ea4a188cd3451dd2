import type { Character } from './character';
import type { Stage } from './stage';

const nameWidth = 18;
const indent = ' '.repeat(15 + nameWidth);

/** Says what happens to a customer, or what is done for it; each line names whom it is about. */
export function tell(stage: Stage, { name }: Pick<Character, 'name'>, ...lines: readonly string[]): void {
  const [first, ...rest] = lines;
  const head = `  ${whenOf(stage.now())}  ${name.padEnd(nameWidth)}`;
  stage.say([`${head}${first}`, ...rest.map((line) => `${indent}${line}`)].join('\n'));
}

// 26 Nov 10:04, in the time of the story.
function whenOf(instant: string): string {
  return new Date(instant).toISOString().slice(5, 16).replace('T', ' ');
}
