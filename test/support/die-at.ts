import type { CrashPoint } from '../../application/crash-points';
import type { GateParts } from '../../application/gate/gate-parts';

/** Ends a worker at a point, once, as far as a test can: everything after it is left undone. */
export function dieAt(point: CrashPoint): Pick<GateParts, 'crash'> {
  let died = false;
  return {
    crash: (reached) => {
      if (reached !== point || died) return;
      died = true;
      throw new Error(`killed ${point}`);
    },
  };
}
