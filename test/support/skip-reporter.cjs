const { mkdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const NO_REASON = 'no reason given';

/** Says at the end, loudly, what was skipped and why, and leaves the counts where .ci/run reads them. */
module.exports = class SkipReporter {
  onRunComplete(_contexts, results) {
    const reasons = countReasons(results.testResults);
    const counts = {
      passed: results.numPassedTests,
      // A file that does not load counts too: its tests are missing from every other number.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
      reasons,
    };
    const folder = path.resolve(__dirname, '../../.tideline');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'test-skips.json'), `${JSON.stringify(counts, null, 2)}\n`);
    if (counts.skipped > 0) announce(counts.skipped, reasons);
  }
};

function countReasons(files) {
  const reasons = {};
  for (const test of files.flatMap((file) => file.testResults)) {
    if (test.status !== 'pending' && test.status !== 'todo') continue;
    const reason = /\[skipped: (.*?)\]/.exec(test.fullName)?.[1] ?? NO_REASON;
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  return reasons;
}

function announce(skipped, reasons) {
  const line = '='.repeat(78);
  const rows = Object.entries(reasons).map(([reason, count]) => `  ${String(count).padStart(5)}  ${reason}`);
  process.stderr.write(`\n${line}\n${skipped} TESTS WERE SKIPPED:\n${rows.join('\n')}\n${line}\n`);
}
