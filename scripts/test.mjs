// The suite in two phases: files that share the machine well, then whole deployments one at a time, since two of
// them side by side would fight over two cores and time out. Arguments that name files go to jest as they are;
// `--without crash,import/whole-table` leaves out folders and files below test/.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const countsFile = path.join(root, '.tideline/test-skips.json');
// A phase that hangs is a failure, not the end of the day.
const longestMs = 35 * 60_000;
const wholeDeployments = ['browser', 'crash', 'durable', 'import'];

const { without, rest } = readArguments(process.argv.slice(2));
process.exitCode = rest.some((word) => !word.startsWith('--')) ? runJest(rest) : runPhases();

function runPhases() {
  const folders = wholeDeployments.filter((name) => !without.includes(name)).map((name) => `test/${name}/`);
  const ignored = wholeDeployments.flatMap((name) => ['--testPathIgnorePatterns', `<rootDir>/test/${name}/`]);
  const left = without.flatMap((name) => ['--testPathIgnorePatterns', `<rootDir>/test/${name}[./]`]);
  const phases = [
    [...rest, ...ignored, ...left],
    [...rest, '--runInBand', ...left, '--testPathPatterns', ...folders],
  ];
  const counts = { passed: 0, failed: 0, skipped: 0, reasons: {} };
  const seconds = [];
  let status = 0;
  for (const words of phases) {
    rmSync(countsFile, { force: true });
    const begun = performance.now();
    status = runJest(words) || status;
    seconds.push(Math.round((performance.now() - begun) / 1000));
    if (existsSync(countsFile)) add(counts, JSON.parse(readFileSync(countsFile, 'utf8')));
    else counts.failed += 1;
  }
  writeFileSync(countsFile, `${JSON.stringify(counts, null, 2)}\n`);
  console.log(
    `\nBoth phases: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped; ${seconds.join(' s and ')} s.`,
  );
  return status;
}

function runJest(words) {
  const jest = path.join(root, 'node_modules/jest/bin/jest.js');
  // A socket that some client library keeps open must not hold the run; .ci/run looks for processes left behind.
  const options = { cwd: root, stdio: 'inherit', timeout: longestMs };
  return spawnSync(process.execPath, [jest, '--forceExit', ...words], options).status ?? 1;
}

function add(total, { passed, failed, skipped, reasons }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  for (const [reason, count] of Object.entries(reasons))
    total.reasons[reason] = (total.reasons[reason] ?? 0) + count;
}

function readArguments(words) {
  const at = words.indexOf('--without');
  if (at === -1) return { without: [], rest: words };
  return { without: (words[at + 1] ?? '').split(','), rest: [...words.slice(0, at), ...words.slice(at + 2)] };
}
