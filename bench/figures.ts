import { cpus, totalmem } from 'node:os';

/** A figure, or percentiles of one; the unit is the suffix of its name. */
export type Figures = Readonly<Record<string, number | string | Readonly<Record<string, number>>>>;

/** What every bench exports. */
export interface Bench {
  readonly run: () => Promise<Figures>;
}

/** The machine the figures were taken on. */
export function machine(): Readonly<Record<string, string | number>> {
  const [first] = cpus();
  return {
    cpu: first?.model ?? 'unknown',
    cores: cpus().length,
    memory_gib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}
