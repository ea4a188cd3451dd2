/** Calls one after another, and whether there are any. */
export interface CallsOneByOne {
  call<T>(what: () => Promise<T>): Promise<T>;
  /** Waits until nobody calls any more: between two calls a story does nothing but go on to the next. */
  quiet(): Promise<void>;
}

/** Puts calls in a row, since each act of a world waits for what follows from it. */
export function callsOneByOne(): CallsOneByOne {
  let last: Promise<unknown> = Promise.resolve();
  let open = 0;
  return {
    call: (what) => {
      open += 1;
      const answer = last.then(what).finally(() => (open -= 1));
      last = answer.catch(() => undefined);
      return answer;
    },
    quiet: async () => {
      for (let still = 0; still < 3; still = open === 0 ? still + 1 : 0) {
        await last;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
