import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { preloadModules, workflowsPath } from '../workers/workflow-bundle';
import { forbiddenModules, modulesOf } from './bundle-modules';

const root = path.resolve(__dirname, '..');
const target = path.join(root, '.tideline', 'build', 'workflow-bundle.js');

/** Builds the workflow bundle, fails on what must not be in it and keeps it for the workers. */
async function main(): Promise<number> {
  if (!existsSync(workflowsPath)) {
    console.error(`${path.relative(root, workflowsPath)} is missing: the workflow bundle starts there.`);
    return 1;
  }
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    preloadModules,
    logger: new DefaultLogger('WARN'),
  });
  const modules = modulesOf(code);
  const faults = forbiddenModules(modules);
  for (const { module, why } of faults) console.error(`The workflow bundle holds ${module}: ${why}.`);
  if (faults.length > 0) return 1;
  mkdirSync(path.dirname(target), { recursive: true });
  // Whole or not at all: a worker may be starting from the file just now.
  writeFileSync(`${target}.${process.pid}`, code);
  renameSync(`${target}.${process.pid}`, target);
  const size = `${Math.round(code.length / 1024)} KiB, ${modules.length} modules`;
  console.log(`${path.relative(root, target)}: ${size}`);
  return 0;
}

main().then(
  (code) => (process.exitCode = code),
  (error: Error) => {
    console.error(`The workflow bundle cannot be built: ${error.message}`);
    process.exitCode = 1;
  },
);
