import { probit } from 'simple-statistics';

/** A share with the bounds between which the true one lies in 95 of 100 such samples. */
export interface Interval {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

const z = probit(0.975);

/** Wilson's interval of a share: it stays within 0 and 1 and holds for few runs too. */
export function shareInterval(count: number, all: number): Interval {
  const share = count / all;
  const centre = share + (z * z) / (2 * all);
  const width = z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all));
  const whole = 1 + (z * z) / all;
  return { share, low: Math.max(0, (centre - width) / whole), high: Math.min(1, (centre + width) / whole) };
}
