import type { CrashHook } from '../application/crash-points';
import { noCrash } from '../application/crash-points';
import type { Settings } from '../config/settings';

/** Kills this process as `kill -9` would, at the point the crash suite names; without a named point it does nothing. */
export function crashHookFrom(settings: Settings): CrashHook {
  const { TIDELINE_CRASH_POINT: point, TIDELINE_CRASH_KIND: kind, TIDELINE_CRASH_ONE_IN: oneIn } = settings;
  if (point === undefined) return noCrash;
  let passed = 0;
  return (reached, of) => {
    if (reached !== point || (kind !== undefined && kind !== of)) return;
    passed += 1;
    if (passed % oneIn === 0) process.kill(process.pid, 'SIGKILL');
  };
}
