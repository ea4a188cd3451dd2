import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, root } from './paths.mjs';
import { findExecutable } from './local-binaries.mjs';
import { say } from './refusal.mjs';

// The SDK has no time-out of its own and retries for a minute, so its host is asked first.
const PROBE = 'https://temporal.download/cli/default?platform=linux&arch=amd64';
const PROBE_TIMEOUT_MS = 10_000;
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;

/** Lets the SDK fetch its own ephemeral server into the cache; this is the usual way outside CI. */
export async function downloadWithSdk(need) {
  const unreachable = await whyUnreachable();
  if (unreachable) return { failure: `the SDK's download is unreachable (${unreachable})` };
  say(`${need.title}: downloading with the Temporal SDK`);
  const folder = path.join(cacheFolder, `${need.folder}.${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    const run = spawnSync(process.execPath, ['-e', script(need.sdkServer, folder)], {
      cwd: root,
      encoding: 'utf8',
      timeout: DOWNLOAD_TIMEOUT_MS,
    });
    const found = run.status === 0 && findExecutable(folder, 'temporal');
    if (!found) return { failure: `the SDK's download failed (${lastLine(run.stderr)})` };
    return { path: keep(found, need), source: "the SDK's own download" };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function whyUnreachable() {
  try {
    const answer = await fetch(PROBE, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return answer.ok ? undefined : `HTTP ${answer.status}`;
  } catch (error) {
    return error.cause?.code ?? error.name;
  }
}

function script(type, folder) {
  const server = JSON.stringify({ executable: { type: 'cached-download', downloadDir: folder } });
  const create =
    type === 'dev-server'
      ? `createLocal({ server: ${server} })`
      : `createTimeSkipping({ server: ${server} })`;
  return `require('@temporalio/testing').TestWorkflowEnvironment.${create}.then((env) => env.teardown())`;
}

function keep(found, need) {
  const target = path.join(
    cacheFolder,
    need.folder,
    need.command + path.extname(found).replace(/^\.\d.*/, ''),
  );
  mkdirSync(path.dirname(target), { recursive: true });
  renameSync(found, target);
  return target;
}

function lastLine(text) {
  return (text ?? '').trim().split('\n').at(-1) || 'no answer in time';
}
