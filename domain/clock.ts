import { msOf } from './iso-instant';
/** The one source of time; SQL never calls now(). */
export interface Clock {
  /** ISO instant. */
  now(): string;
}

/** Pinned in each treatment's input: `now = base + (wall − base) × scale`. */
export interface ClockSettings {
  readonly base: string;
  readonly scale: number;
}

/** Simulated instant of a wall-clock instant, both in milliseconds. */
export function scaledMs(settings: ClockSettings, wallMs: number): number {
  const baseMs = msOf(settings.base);
  return baseMs + (wallMs - baseMs) * settings.scale;
}
