/** A row as both drivers give it: timestamptz as ISO string, bigint as number, jsonb parsed. */
export type Row = Record<string, unknown>;

/** Channel on which the database says that the outbox has new rows. */
export const outboxChannel = 'tideline_outbox';

/** An open transaction; every table function takes one. Using it after its end throws. */
export interface Transaction {
  query<R extends object = Row>(sql: string, parameters?: readonly unknown[]): Promise<R[]>;
}

/** The authority on what is wanted. PostgreSQL and PGlite give it with the same SQL. */
export interface Store {
  readonly kind: 'postgres' | 'pglite';
  /** How many transactions can be open at once. */
  readonly connections: number;
  /** Runs `work` in one READ COMMITTED transaction; retried on serialization failures and deadlocks; no network wait inside; begun inside another one it throws. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Calls `wake` when the outbox has new rows (LISTEN/NOTIFY; in-process on PGlite). Returns the way to stop. */
  onOutbox(wake: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
