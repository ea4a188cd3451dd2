import { readSettings } from '../../../config/settings';
import { activitiesOf } from '../../../workers/activities';
import { compose } from '../../../workers/composition';
import { crashHookFrom } from '../../../workers/crash-hook';
import { connectTemporal } from '../../../workers/temporal-client';
import { untilStopped } from '../../../workers/until-stopped';
import { createTreatmentWorker } from '../../../workers/worker';
import { deafGate } from './deaf-gate';
import { lateAttempt } from './late-attempt';
import type { Mutant } from './mutant';
import { noDedupe } from './no-dedupe';
import { randomKey } from './random-key';

const mutants: Readonly<Record<string, Mutant>> = { randomKey, lateAttempt, noDedupe, deafGate };

// The worker role as production runs it, with one part replaced: CRASH_MUTANT names it.
async function main(): Promise<void> {
  const name = process.env['CRASH_MUTANT'] ?? '';
  const mutant = mutants[name];
  if (!mutant)
    throw new Error(`CRASH_MUTANT must be one of ${Object.keys(mutants).join(', ')}, not "${name}"`);
  const settings = readSettings();
  const plain = await compose(settings);
  const composition = mutant.compose?.(plain) ?? plain;
  const { client, connection } = await connectTemporal(composition);
  const worker = await createTreatmentWorker({
    connection,
    namespace: settings.TIDELINE_TEMPORAL_NAMESPACE,
    taskQueue: settings.TIDELINE_TASK_QUEUE,
    activities: activitiesOf(composition, client, crashHookFrom(settings), mutant.gate),
    ...(mutant.bundle ? { workflowBundle: await mutant.bundle() } : {}),
  });
  composition.log.info({ mutant: name }, 'worker is running');
  await worker.runUntil(untilStopped());
  await connection.close();
  await plain.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
