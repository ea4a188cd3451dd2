/** Things to close, last opened first. */
export interface Closers {
  add(name: string, close: () => Promise<void>): void;
  closeAll(): Promise<void>;
}

/** Collects what was opened; one that fails to close does not keep the others open. */
export function createClosers(report: (name: string, error: unknown) => void): Closers {
  const opened: { name: string; close: () => Promise<void> }[] = [];
  return {
    add: (name, close) => {
      opened.push({ name, close });
    },
    closeAll: async () => {
      for (const { name, close } of opened.splice(0).reverse()) {
        await close().catch((error: unknown) => report(name, error));
      }
    },
  };
}
