import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { checkoutRoot } from '../../../ports/processes/find-binaries';

let built: Promise<void> | undefined;

/** Builds the bundle that `--prebuilt` workers load, once per process: it halves their start, as in the image. */
export function buildWorkflowBundle(): Promise<void> {
  built ??= promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/check-bundle.ts'], {
    cwd: checkoutRoot(),
  }).then(() => undefined);
  return built;
}
