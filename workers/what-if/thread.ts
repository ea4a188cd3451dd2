import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ThreadAnswer, ThreadAnswers, ThreadAsk, ThreadData } from './thread-protocol';

type Asked<K extends ThreadAsk['kind']> = Omit<Extract<ThreadAsk, { kind: K }>, 'number' | 'kind'>;

/** A thread that compares customers or plays tests. */
export interface Thread {
  ask<K extends ThreadAsk['kind']>(kind: K, ask: Asked<K>): Promise<ThreadAnswers[K]>;
  stop(): Promise<void>;
}

interface Waiting {
  readonly resolve: (value: ThreadAnswers[keyof ThreadAnswers]) => void;
  readonly reject: (error: Error) => void;
}

// Tideline runs from source, so a thread needs what turns TypeScript into JavaScript before it can load its own file.
const start = `require(${JSON.stringify(require.resolve('tsx/cjs/api'))}).register();
require(${JSON.stringify(path.join(__dirname, 'thread-entry.ts'))});`;

/** Starts one. When it dies, every ask that waits fails. */
export function startThread(workerData?: ThreadData): Thread {
  const worker = new Worker(start, {
    eval: true,
    workerData,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 768 },
  });
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let dead: Error | undefined;
  const die = (error: Error): void => {
    dead ??= error;
    for (const { reject } of waiting.values()) reject(dead);
    waiting.clear();
  };
  worker.on('message', (answer: ThreadAnswer) => {
    const one = waiting.get(answer.number);
    waiting.delete(answer.number);
    if (answer.ok) one?.resolve(answer.value);
    else one?.reject(new Error(answer.error));
  });
  worker.on('error', die);
  worker.on('exit', (code) => die(new Error(`a thread of the what-if ended with code ${code}`)));
  return {
    ask: <K extends ThreadAsk['kind']>(kind: K, ask: Asked<K>) =>
      new Promise<ThreadAnswers[K]>((resolve, reject) => {
        if (dead) return reject(dead);
        asked += 1;
        waiting.set(asked, { resolve: resolve as Waiting['resolve'], reject });
        worker.postMessage({ ...ask, kind, number: asked });
      }),
    stop: async () => {
      await worker.terminate();
    },
  };
}
