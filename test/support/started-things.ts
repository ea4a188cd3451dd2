/** What was started and must be stopped, also when something beside it fails to start. */
export interface StartedThings {
  /** Notes a start that is under way; gives the same promise. */
  add<T>(starting: Promise<T>, stop: (thing: T) => Promise<unknown>): Promise<T>;
  /** Stops everything, the latest first; what is still coming up is awaited and then stopped. */
  stop(): Promise<void>;
}

/** Nothing started yet. */
export function startedThings(): StartedThings {
  const stops: (() => Promise<unknown>)[] = [];
  return {
    add: (starting, stop) => {
      // What never came up is reported to whoever awaits its start.
      const settled = starting.then(
        (thing) => () => stop(thing),
        () => async () => undefined,
      );
      stops.push(async () => (await settled)());
      return starting;
    },
    stop: async () => {
      const failures: unknown[] = [];
      for (const one of stops.splice(0).reverse()) {
        // One that cannot be stopped must not keep the others running.
        await one().catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw new AggregateError(failures, 'not everything could be stopped');
    },
  };
}
