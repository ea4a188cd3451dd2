import { randomBytes } from 'node:crypto';
import type { Application } from '../../application/application';
import type { Store } from '../../ports/store/store';

/** A line of the log. */
export interface LogLine {
  readonly fields: object;
  readonly message: string;
}

/** An application for tests of the HTTP side alone: a store, a clock that stands still, a log to read. */
export function probeApplication(store: Store): {
  app: Application;
  lines: LogLine[];
  setNow(at: string): void;
} {
  const lines: LogLine[] = [];
  let now = '2026-03-02T09:00:00.000Z';
  const log = (fields: object, message: string): void => void lines.push({ fields, message });
  const app: Application = {
    store,
    clock: { now: () => now },
    books: {
      active: () => Promise.reject(new Error('no book here')),
      byHash: () => Promise.reject(new Error('no book here')),
    },
    randomBytes: (length) => randomBytes(length),
    log: { info: log, warn: log, error: log },
    workspace: 'test',
    clockSettings: { base: '2020-01-01T00:00:00.000Z', scale: 1 },
  };
  return { app, lines, setNow: (at) => (now = at) };
}
