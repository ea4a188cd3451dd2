import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './paths.mjs';
import { Refusal, say } from './refusal.mjs';

/** The path the reader named; a wrong one is refused rather than silently passed over. */
export function fromEnvironment(need) {
  const named = process.env[need.variable];
  if (!named) return undefined;
  if (!isExecutable(named)) {
    throw new Refusal(
      `${need.variable} names ${named}, which is not an executable file: correct it or unset it and run again.`,
    );
  }
  return { path: path.resolve(named), source: `named by ${need.variable}` };
}

/** The first match on PATH, passed over with a word when it is too old for the options Tideline uses. */
export function fromPath(need) {
  const names = process.platform === 'win32' ? [`${need.command}.exe`] : [need.command];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    // npm puts node_modules/.bin and its own shims first; only a full path can be a real binary.
    if (!path.isAbsolute(folder)) continue;
    for (const name of names) {
      const candidate = path.join(folder, name);
      if (isExecutable(candidate) && isNewEnough(candidate, need)) {
        return { path: candidate, source: 'found on PATH' };
      }
    }
  }
  return undefined;
}

/** What an earlier run downloaded. */
export function fromCache(need) {
  const found = findExecutable(path.join(cacheFolder, need.folder), need.command);
  return found && { path: found, source: 'project cache' };
}

/** The executable file below a folder whose name starts with the command's. */
export function findExecutable(folder, command) {
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder, { recursive: true }).map((name) => path.join(folder, String(name)));
  return files.find((file) => path.basename(file).startsWith(command) && isExecutable(file));
}

function isNewEnough(candidate, need) {
  if (!need.minimum) return true;
  const { stdout = '' } = spawnSync(candidate, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  const [, major, minor] = /(\d+)\.(\d+)\.\d+/.exec(stdout ?? '') ?? [];
  const [wantedMajor, wantedMinor] = need.minimum;
  const enough =
    Number(major) > wantedMajor || (Number(major) === wantedMajor && Number(minor) >= wantedMinor);
  if (!enough) say(`${need.title}: passing over ${candidate}, older than ${need.minimum.join('.')}`);
  return enough;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // Absent, a folder's broken link, or not ours to run: in every case not usable.
  }
}
