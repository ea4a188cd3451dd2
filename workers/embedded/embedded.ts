import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { createLocalKey } from '../../api/keys';
import { startRelay } from '../../application/relay/relay';
import type { Settings } from '../../config/settings';
import { startMailCatcher } from '../../ports/channels/mail-catcher';
import { startTemporalDevServer } from '../../ports/processes/temporal-dev-server';
import { lockFolder } from '../../ports/store/folder-lock';
import { searchAttributeNames } from '../../workflows/search-attributes';
import { activitiesOf } from '../activities';
import { startHttp } from '../api-server';
import { compose, type Composition, runtimeOf } from '../composition';
import { crashHookFrom } from '../crash-hook';
import { ensureSchedules } from '../schedules';
import { connectTemporal } from '../temporal-client';
import { createTreatmentWorker } from '../worker';
import { activateBook, type ActivatedBook } from './activate-book';
import type { Closers } from './closers';
import { type DeploymentFile, saveDeployment } from './deployment-file';
import { startSandboxChild } from './sandbox-child';

/** Where everything of an embedded deployment listens, and the key to it. */
export interface Embedded {
  readonly url: string;
  readonly token: string;
  readonly uiUrl: string;
  readonly mailUrl: string;
  readonly sandboxUrl: string;
  readonly composition: Composition;
  readonly book: ActivatedBook;
  /** Resolves if a part stops by itself, with which one. */
  readonly failed: Promise<string>;
}

/** Brings up everything in one process, its server and sandbox as children, and waits until all are healthy. */
export async function startEmbedded(
  settings: Settings,
  deployment: DeploymentFile,
  closers: Closers,
  say: (line: string) => void,
): Promise<Embedded> {
  const folder = settings.TIDELINE_DATA_DIR;
  const unlock = lockFolder(folder);
  closers.add('data folder', async () => unlock());
  say('Temporal server and UI …');
  const temporal = await startTemporalDevServer({
    port: settings.TIDELINE_TEMPORAL_PORT,
    uiPort: settings.TIDELINE_TEMPORAL_UI_PORT,
    dbFile: path.join(folder, 'temporal.db'),
    searchAttributes: Object.fromEntries(searchAttributeNames.map((name) => [name, 'Keyword' as const])),
    logFile: path.join(folder, 'temporal.log'),
  });
  closers.add('Temporal server', temporal.stop);
  say('mail catcher and payment sandbox …');
  const mail = await startMailCatcher({
    smtpPort: settings.TIDELINE_MAIL_SMTP_PORT,
    httpPort: settings.TIDELINE_MAIL_HTTP_PORT,
    dataFile: path.join(folder, 'mail.jsonl'),
  });
  closers.add('mail catcher', mail.close);
  const sandbox = await startSandboxChild(settings);
  closers.add('payment sandbox', sandbox.stop);
  say('store and book …');
  const composed = await compose(settings, path.join(folder, 'tideline.log'));
  // The log is a file: what a person must not miss is told on the terminal too.
  const composition = { ...composed, app: { ...composed.app, alert: (line: string) => console.warn(line) } };
  closers.add('store', composition.close);
  const book = await activateBook(composition, deployment.folderHash);
  const token = await localToken(composition, folder, deployment, book);
  say('worker, relay and API …');
  const running = await startProcessParts(composition, closers);
  return {
    url: running.url,
    token,
    uiUrl: temporal.uiUrl ?? '',
    mailUrl: mail.url,
    sandboxUrl: settings.TIDELINE_STRIPE_URL,
    composition,
    book,
    failed: Promise.race([
      running.workerEnded,
      temporal.exited.then(() => 'the Temporal server'),
      sandbox.exited.then(() => 'the payment sandbox'),
    ]),
  };
}

async function startProcessParts(
  composition: Composition,
  closers: Closers,
): Promise<{ url: string; workerEnded: Promise<string> }> {
  const { settings, app } = composition;
  const crash = crashHookFrom(settings);
  const { client, connection } = await connectTemporal(composition);
  closers.add('Temporal connection', () => connection.close());
  const worker = await createTreatmentWorker({
    connection,
    namespace: settings.TIDELINE_TEMPORAL_NAMESPACE,
    taskQueue: settings.TIDELINE_TASK_QUEUE,
    activities: activitiesOf(composition, client, crash),
  });
  const running = worker.run();
  closers.add('worker', async () => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await running;
  });
  const relay = await startRelay({
    app,
    runtime: runtimeOf(settings, client, true),
    owner: `embedded-${randomUUID()}`,
    wallNow: () => Date.now(),
    crash,
  });
  closers.add('relay', relay.stop);
  const http = await startHttp(composition, client);
  closers.add('API', http.close);
  await ensureSchedules(client, settings, composition.log);
  const workerEnded = running.then(
    () => 'the worker',
    (error: unknown) => `the worker (${String(error)})`,
  );
  return { url: http.url, workerEnded };
}

async function localToken(
  { app }: Composition,
  folder: string,
  deployment: DeploymentFile,
  { roles, folderHash }: ActivatedBook,
): Promise<string> {
  const { token } = await createLocalKey(app, { roles, known: deployment.token });
  if (token !== deployment.token || folderHash !== deployment.folderHash)
    saveDeployment(folder, { ...deployment, token, folderHash });
  return token;
}
