import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transaction } from './store';

/** Thrown when a transaction is used after its end: a promise was not awaited. */
export class TransactionEnded extends Error {
  constructor() {
    super('this transaction has ended: await every query before its work returns');
    this.name = 'TransactionEnded';
  }
}

/** Thrown instead of waiting for ever: on one connection, a transaction inside a transaction waits for itself. */
export class NestedTransaction extends Error {
  constructor() {
    super('a transaction was begun inside another one: pass the open transaction on instead of the store');
    this.name = 'NestedTransaction';
  }
}

type Query = Transaction['query'];

/** Gives `work` a transaction that stops working when it returns. */
export async function whileOpen<T>(query: Query, work: (tx: Transaction) => Promise<T>): Promise<T> {
  let open = true;
  const tx: Transaction = {
    query: (sql, parameters) => (open ? query(sql, parameters) : Promise.reject(new TransactionEnded())),
  };
  try {
    return await work(tx);
  } finally {
    open = false;
  }
}

/** Tells whether the running code is already inside a transaction of one store. */
export interface NestingGuard {
  enter<T>(work: () => Promise<T>): Promise<T>;
  /** Runs a callback as if it had been called from outside. */
  leave<T>(work: () => T): T;
}

/** One guard per store. */
export function createNestingGuard(): NestingGuard {
  const inside = new AsyncLocalStorage<{ open: boolean }>();
  return {
    enter: async (work) => {
      if (inside.getStore()?.open) throw new NestedTransaction();
      const mark = { open: true };
      try {
        return await inside.run(mark, work);
      } finally {
        mark.open = false;
      }
    },
    leave: (work) => inside.exit(work),
  };
}
