import '../ports/processes/settled-exports';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type Bench, machine } from './figures';

// One file a bench; what it shares stands in folders.
const names = readdirSync(__dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts' && file !== 'figures.ts')
  .map((file) => path.basename(file, '.ts'));

async function main(): Promise<void> {
  const [name, ...flags] = process.argv.slice(2);
  if (name === undefined || !names.includes(name) || !existsSync(path.join(__dirname, `${name}.ts`))) {
    console.error(
      `Name one bench: ${names.join(', ')}. Example: npm run -s bench -- ${names[0] ?? 'evaluate'} --json`,
    );
    process.exitCode = 2;
    return;
  }
  const bench = (await import(`./${name}`)) as Bench;
  const figures = await bench.run();
  if (flags.includes('--json')) console.log(JSON.stringify({ bench: name, ...figures, machine: machine() }));
  else console.table(figures);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
