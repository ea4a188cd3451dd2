/** Tells of a demonstration's clock: whoever sees the server's times beside those of the plan must know that they differ. */
export function clockWords(scale: number | undefined, startedAt: string): string[] {
  if (scale === undefined || scale === 1) return [];
  const day = Math.round(86_400 / scale);
  return [
    `**Clock:** a demonstration, a day passes in ${day} seconds. All times in these texts are the story's (it began ${startedAt.slice(0, 10)}), those of the Temporal UI are real.`,
  ];
}
