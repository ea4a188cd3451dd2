const firstMs = 200;
const ceilingMs = 30_000;

/** Wall-clock pause before the next try of a delivery that failed `attempts` times. */
export function backoffMs(attempts: number): number {
  return Math.min(ceilingMs, firstMs * 2 ** Math.min(attempts, 10));
}
