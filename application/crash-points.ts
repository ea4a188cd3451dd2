/** Places where a crash would leave work half done; the crash suite kills the process there, production does nothing. */
export const crashPoints = [
  'afterReserve',
  'afterAttempting',
  'afterTransport',
  'afterIngestCommit',
  'afterSignal',
  'afterOutcomeCommit',
] as const;
export type CrashPoint = (typeof crashPoints)[number];

/** Called at each point, in the gate with the kind of the effect; may end the process. */
export type CrashHook = (point: CrashPoint, kind?: string) => void;

/** What production runs with. */
export const noCrash: CrashHook = () => undefined;
