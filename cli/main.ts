import { runCli } from './run';

void runCli(process.argv.slice(2), {
  folder: process.cwd(),
  out: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
}).then((code) => {
  process.exitCode = code;
});
