import { Refusal } from './refusal.mjs';

// 20.19 is the first 20.x that lets CommonJS load the ES-module-only packages among the dependencies.
const MINIMUM = [20, 19];

/** Refuses a Node.js that cannot run the project. */
export function assertNodeVersion(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
  if (!enough) {
    throw new Refusal(
      `Node.js ${version} is too old: install Node.js ${MINIMUM.join('.')} or newer (24 is the current LTS) and run the command again.`,
    );
  }
}
