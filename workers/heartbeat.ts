import type { ActivityInterceptorsFactory } from '@temporalio/worker';

const everyMs = 3_000;

/** Beats for every activity that has a heartbeat time-out, so that the server misses a killed worker soon; a short one never beats. */
export const heartbeatWhileRunning: ActivityInterceptorsFactory = (context) => ({
  inbound: {
    execute: async (input, next) => {
      if (context.info.heartbeatTimeoutMs === undefined) return next(input);
      const beating = setInterval(() => context.heartbeat(), everyMs);
      try {
        return await next(input);
      } finally {
        clearInterval(beating);
      }
    },
  },
});
