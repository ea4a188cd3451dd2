import '../ports/processes/settled-exports';
import path from 'node:path';
import { readStormBreaker } from '../application/storm-breaker';
import { stormAlert } from '../application/storm-watch';
import { readSettings, type Settings } from '../config/settings';
import { announce } from './embedded/announce';
import { createClosers } from './embedded/closers';
import { type DeploymentFile, openDeployment, saveDeployment } from './embedded/deployment-file';
import { type Embedded, startEmbedded } from './embedded/embedded';
import { seedPopulation } from './embedded/seed';
import { writeConnection } from './embedded/connection-file';
import { demoBook } from './demo/book';
import { demoScale, embeddedStage } from './demo/embedded-stage';
import { journalIn } from './demo/journal';
import { stories } from './demo/stories';
import type { Story } from './demo/story';
import { tellStories } from './demo/tell-stories';
import { isSentence } from './sentences';
import { untilStopped } from './until-stopped';

async function main(): Promise<void> {
  const demo = process.argv.includes('--demo');
  const base = readSettings();
  const folder = path.resolve(demo ? path.join(base.TIDELINE_DATA_DIR, '../demo') : base.TIDELINE_DATA_DIR);
  const deployment = openDeployment(folder, demo ? demoScale : 1);
  const own = demo ? { ...base, TIDELINE_BOOK_DIR: demoBook(base.TIDELINE_BOOK_DIR, folder) } : base;
  const settings = embeddedSettings(own, folder, deployment);
  const closers = createClosers((name, error) => console.error(`${name} did not close: ${String(error)}`));
  const stopped = untilStopped();
  let stopping = false;
  void stopped.then(() => (stopping = true));
  try {
    const embedded = await startEmbedded(settings, deployment, closers, (line) =>
      console.log(`  starting ${line}`),
    );
    writeConnection(folder, { url: embedded.url, token: embedded.token });
    // The demonstration has its stories for a base: among others they would be hard to find.
    if (!demo && !deployment.seeded) {
      const now = embedded.composition.app.clock.now();
      await seedPopulation(embedded, { now, size: 40 });
      saveDeployment(folder, { ...openDeployment(folder, 1), seeded: true });
    }
    announce(embedded, { demo, folder });
    const storm = await readStormBreaker(embedded.composition.app);
    if (storm.tripped) console.warn(stormAlert(storm.reason ?? 'starts are held back'));
    if (demo)
      void demonstrate(embedded, folder, (what, error) => {
        // Ctrl-C takes the stories' server away from under them.
        if (!stopping) console.error(`${what} stopped: ${String(error)}`);
      });
    const ended = await Promise.race([stopped.then(() => undefined), embedded.failed]);
    if (ended !== undefined) {
      console.error(
        `${ended} stopped by itself; see the logs in ${folder}. Everything else is stopped too; start again.`,
      );
      process.exitCode = 1;
    }
    console.log('\nstopping; running treatments go on at the next start …');
  } finally {
    await closers.closeAll();
  }
}

async function demonstrate(
  embedded: Embedded,
  folder: string,
  report: (what: string, error: unknown) => void,
): Promise<void> {
  try {
    const stage = await embeddedStage(embedded);
    const brokeOff = ({ title }: Story, error: unknown): void => report(`“${title}”`, error);
    await tellStories({ stories, stage, journal: journalIn(folder), brokeOff });
  } catch (error) {
    report('the stories', error);
  }
}

function embeddedSettings(base: Settings, folder: string, deployment: DeploymentFile): Settings {
  return {
    ...base,
    TIDELINE_DATA_DIR: folder,
    TIDELINE_DATABASE_URL: undefined,
    TIDELINE_TEMPORAL_ADDRESS: `127.0.0.1:${base.TIDELINE_TEMPORAL_PORT}`,
    TIDELINE_SMTP_URL: `smtp://127.0.0.1:${base.TIDELINE_MAIL_SMTP_PORT}`,
    TIDELINE_STRIPE_URL: `http://127.0.0.1:${base.TIDELINE_SANDBOX_PORT}`,
    TIDELINE_STRIPE_KEY: deployment.stripeKey,
    TIDELINE_STRIPE_WEBHOOK_SECRET: deployment.webhookSecret,
    TIDELINE_CLOCK_BASE: deployment.clock.base,
    TIDELINE_CLOCK_SCALE: deployment.clock.scale,
    // Local default only: one click in the Temporal UI may decide an approval.
    TIDELINE_TRUST_UNSIGNED: true,
  };
}

main()
  .then(() => process.exit())
  .catch((error: unknown) => {
    console.error(isSentence(error) ? `\n${error.message}` : error);
    process.exit(1);
  });
