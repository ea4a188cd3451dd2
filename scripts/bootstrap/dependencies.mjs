import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { Refusal, say } from './refusal.mjs';

/** Installs the npm packages when node_modules is missing or differs from the lockfile. */
export function ensureDependencies() {
  const reason = whyInstall(root);
  if (!reason) return;
  say(`${reason}; running npm ci`);
  // The shell finds npm.cmd on Windows; stdout goes to stderr so that the command's own output stays clean.
  // Errors alone: some packages name a newer Node.js than they need, and a page of warnings hides what matters.
  const run = spawnSync('npm ci --no-audit --no-fund --loglevel=error', {
    cwd: root,
    shell: true,
    stdio: ['ignore', 2, 2],
  });
  if (run.status !== 0) {
    throw new Refusal(
      'npm ci failed (its own message is above): connect to your package registry, or mend what it names, and run the command again.',
    );
  }
}

/** Says why an install is needed, or undefined; contents are compared, since git sets file times at will. */
export function whyInstall(folder) {
  const installedFile = path.join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return 'node_modules is missing';
  const wanted = packagesOf(path.join(folder, 'package-lock.json'));
  const installed = packagesOf(installedFile);
  const differing = Object.entries(wanted).find(([name, entry]) => {
    if (name === '' || entry.link) return false;
    const present = installed[name];
    // Packages for another platform are listed in the lockfile and rightly absent here.
    return present ? present.version !== entry.version : !entry.optional && !entry.devOptional && !entry.peer;
  });
  return differing ? `node_modules does not match package-lock.json (${differing[0]})` : undefined;
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch (cause) {
    throw new Refusal(
      `${path.relative(root, file)} cannot be read (${cause.message}): restore it with git, or delete node_modules, and run again.`,
    );
  }
}
