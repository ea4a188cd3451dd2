import { parentPort, workerData } from 'node:worker_threads';
import { runPolicyTests } from '../../simulation/policy-tests';
import { forecast } from '../../simulation/what-if/forecast';
import type { StoredCustomer } from '../../simulation/what-if/stored-customer';
import { addTallies, emptyTally } from '../../simulation/what-if/tally';
import { tallyBatch } from '../../simulation/what-if/tally-batch';
import type { ThreadAnswer, ThreadAnswers, ThreadAsk, ThreadData } from './thread-protocol';

const data = workerData as ThreadData | undefined;
let tally = emptyTally;

function answer(ask: ThreadAsk): ThreadAnswers[keyof ThreadAnswers] {
  if (ask.kind === 'tests') {
    const results = runPolicyTests(ask.book, ask.tests);
    const failed = results.filter(({ passed }) => !passed).map(({ name, faults }) => ({ name, faults }));
    return { passed: results.length - failed.length, failed };
  }
  if (!data) throw new Error('this thread was given no books to compare');
  const { comparison, weeks } = data;
  switch (ask.kind) {
    case 'batch': {
      const customers = ask.customers.map((text) => JSON.parse(text) as StoredCustomer);
      tally = addTallies(tally, tallyBatch(customers, comparison));
      return customers.length;
    }
    case 'tally':
      return tally;
    case 'forecast':
      return forecast(comparison.candidate, ask.shapes, { asOf: comparison.asOf, weeks });
  }
}

parentPort?.on('message', (ask: ThreadAsk) => {
  const { number } = ask;
  const reply = (message: ThreadAnswer): void => parentPort?.postMessage(message);
  try {
    reply({ number, ok: true, value: answer(ask) });
  } catch (error) {
    reply({ number, ok: false, error: error instanceof Error ? error.message : String(error) });
  }
});
