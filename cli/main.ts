import '../ports/processes/settled-exports';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { hintsAsCalled, inCheckout } from '../config/command-line';
import { runCli } from './run';

// Installed, it is started by bin.mjs or a link to it; npm's script starts this file.
const called = path.basename(process.argv[1] ?? '') === path.basename(__filename) ? inCheckout : 'tideline';

// Who reads may have seen enough: `… | head`. What the command does it does all the same.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

async function ask(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}

void runCli(process.argv.slice(2), {
  folder: process.cwd(),
  out: (line) => process.stdout.write(`${hintsAsCalled(line, called)}\n`),
  note: (line) => process.stderr.write(`${hintsAsCalled(line, called)}\n`),
  ...(process.stderr.isTTY && { screen: process.stderr }),
  ...(process.stdin.isTTY && { ask }),
}).then((code) => {
  process.exitCode = code;
});
