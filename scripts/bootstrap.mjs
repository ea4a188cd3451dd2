// Runs before `npm start` and `npm test`, so it may use Node's built-ins only: node_modules may not exist yet.
import { Refusal } from './bootstrap/refusal.mjs';
import { assertNodeVersion } from './bootstrap/node-version.mjs';
import { ensureDependencies } from './bootstrap/dependencies.mjs';
import { ensureBinaries } from './bootstrap/binaries.mjs';

try {
  assertNodeVersion();
  ensureDependencies();
  await ensureBinaries();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(`tideline: ${error.message}`);
  process.exitCode = 1;
}
