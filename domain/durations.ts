const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Thrown for a duration that is not a whole number followed by s, m, h, d or w. */
export class InvalidDuration extends Error {
  constructor(text: string) {
    super(
      `"${text}" is not a duration: write a whole number and a unit, such as '30s', '15m', '48h', '30d' or '2w'`,
    );
    this.name = 'InvalidDuration';
  }
}

/** Milliseconds of a duration such as '48h'. Throws InvalidDuration. */
export function parseDuration(text: string): number {
  const match = /^(\d+)([smhdw])$/.exec(text);
  if (!match) throw new InvalidDuration(text);
  return Number(match[1]) * unitMs[match[2] as keyof typeof unitMs];
}

/** The shortest way to write a number of milliseconds as one whole unit, e.g. 172800000 → '2d'. */
export function formatDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm'] as const) {
    if (ms >= unitMs[unit] && ms % unitMs[unit] === 0) return `${ms / unitMs[unit]}${unit}`;
  }
  return `${Math.round(ms / 1_000)}s`;
}
