import type { Clock, ClockSettings } from '../domain/clock';
import type { Store } from '../ports/store/store';
import type { Books } from './books';
import type { CrashHook } from './crash-points';

/** Where the application says what it does; pino fits it. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What every use case is given. */
export interface Application {
  readonly store: Store;
  readonly clock: Clock;
  readonly books: Books;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly log: Log;
  readonly workspace: string;
  /** Pinned in every treatment's input. */
  readonly clockSettings: ClockSettings;
  /** Tells whoever watches this process's terminal; absent where nobody does. */
  readonly alert?: (line: string) => void;
  /** Where the crash suite may end the process; absent in production. */
  readonly crash?: CrashHook;
}

/** Who acts; comes from the token alone. */
export interface Actor {
  readonly subject: string;
  readonly kind: 'person' | 'service';
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

/** An expected refusal: a value with a stable code and the field and fix in its message. */
export interface Refusal {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  /** Where several fields are at fault: each with its own fix. */
  readonly faults?: readonly { readonly field: string; readonly message: string; readonly fix: string }[];
}
