import { loadavg } from 'node:os';
import { rounded } from './percentiles';

/** How many processes wanted to run in the last minute, on average; beside the number of cores it says how quiet the machine was. */
export function loadNow(): number {
  return rounded(loadavg()[0] ?? 0, 1);
}
