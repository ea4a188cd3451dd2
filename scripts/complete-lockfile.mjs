// Adds to package-lock.json the binaries of other platforms that npm left out, as it does when the registry in use
// does not offer them: without them `npm ci` refuses the lockfile everywhere. Run it after every `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';
import { missingPlatformPackages } from './lockfile/platform-packages.mjs';
import { root } from './bootstrap/paths.mjs';

const file = `${root}/package-lock.json`;
const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = missingPlatformPackages(lock.packages);
const entries = [...Object.entries(lock.packages), ...Object.entries(missing)];
lock.packages = Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${Object.keys(missing).length} entries added to package-lock.json`);
