import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

// What may be imported; each exports one value and one type.
const targets = [
  'domain/ids.ts',
  'domain/book/load.ts',
  'domain/steps/charge/schema.ts',
  'domain/steps/charge/compile.ts',
  'domain/steps/charge/apply.ts',
  'domain/machine/next.ts',
  'workflows/messages.ts',
  'activities/send.ts',
  'application/ingest.ts',
  'ports/clock.ts',
  'ports/store/effects.ts',
  'ports/store/pglite.ts',
  'ports/processes/supervise.ts',
  'workers/composition.ts',
  'api/server.ts',
  'simulation/run.ts',
  'config/settings.ts',
];

const imports = (target: string, what: 'value' | 'type' = 'value') =>
  what === 'value'
    ? `import { value } from '${target}';\nexport const used = value;\n`
    : `import type { Shape } from '${target}';\nexport const used: Shape = {};\n`;

// One broken law a file: the file, its text, and the rule that must speak.
const broken: [law: string, file: string, text: string, rule: string][] = [
  ['domain imports nothing of ours', 'domain/a1.ts', imports('../ports/clock'), 'boundaries/dependencies'],
  [
    'domain imports no types of ours',
    'domain/a2.ts',
    imports('../ports/clock', 'type'),
    'boundaries/dependencies',
  ],
  [
    'domain has no Node builtins',
    'domain/a3.ts',
    `import { join } from 'node:path';\nexport const used = join;\n`,
    '@typescript-eslint/no-restricted-imports',
  ],
  [
    'nor builtins without the prefix',
    'domain/a4.ts',
    `import { join } from 'path';\nexport const used = join;\n`,
    '@typescript-eslint/no-restricted-imports',
  ],
  [
    'domain outside the book has no zod',
    'domain/a5.ts',
    `import { z } from 'zod';\nexport const used = z;\n`,
    '@typescript-eslint/no-restricted-imports',
  ],
  ['domain has no clock', 'domain/a6.ts', 'export const used = Date.now();\n', 'no-restricted-properties'],
  [
    'domain has no clock in a constructor',
    'domain/a7.ts',
    'export const used = new Date();\n',
    'no-restricted-syntax',
  ],
  [
    'domain has no environment',
    'domain/a8.ts',
    `export const used = process.env['A'];\n`,
    'no-restricted-globals',
  ],
  [
    'domain has no chance',
    'domain/a9.ts',
    'export const used = Math.random();\n',
    'no-restricted-properties',
  ],
  [
    'the machine does not know the book',
    'domain/machine/b1.ts',
    imports('../book/load'),
    'boundaries/dependencies',
  ],
  [
    'apply does not know the schema',
    'domain/steps/wait/apply.ts',
    imports('../charge/schema'),
    'boundaries/dependencies',
  ],
  [
    'workflows do not know the book',
    'workflows/c1.ts',
    imports('../domain/book/load'),
    'boundaries/dependencies',
  ],
  [
    'workflows do not know a compiler',
    'workflows/c2.ts',
    imports('../domain/steps/charge/compile'),
    'boundaries/dependencies',
  ],
  [
    'workflows import activities as types',
    'workflows/c3.ts',
    imports('../activities/send'),
    'boundaries/dependencies',
  ],
  [
    'workflows import no port',
    'workflows/c4.ts',
    imports('../ports/clock', 'type'),
    'boundaries/dependencies',
  ],
  [
    'workflows have no builtins',
    'workflows/c5.ts',
    `import { join } from 'node:path';\nexport const used = join;\n`,
    '@typescript-eslint/no-restricted-imports',
  ],
  [
    'workflows have no heavy packages',
    'workflows/c6.ts',
    `import { Client } from 'pg';\nexport const used = Client;\n`,
    '@typescript-eslint/no-restricted-imports',
  ],
  [
    'activities take ports as arguments',
    'activities/d1.ts',
    imports('../ports/clock'),
    'boundaries/dependencies',
  ],
  [
    'activities do not choose the database',
    'activities/d2.ts',
    imports('../ports/store/pglite'),
    'boundaries/dependencies',
  ],
  [
    'application takes ports as arguments',
    'application/e1.ts',
    imports('../ports/clock'),
    'boundaries/dependencies',
  ],
  [
    'application does not know the way in',
    'application/e2.ts',
    imports('../api/server', 'type'),
    'boundaries/dependencies',
  ],
  [
    'application does not speak to Temporal',
    'application/e3.ts',
    `import { Client } from '@temporalio/client';\nexport const used = Client;\n`,
    '@typescript-eslint/no-restricted-imports',
  ],
  ['api takes ports as arguments', 'api/f1.ts', imports('../ports/clock'), 'boundaries/dependencies'],
  [
    'ports know nothing above them',
    'ports/g1.ts',
    imports('../application/ingest'),
    'boundaries/dependencies',
  ],
  ['only the composition makes ports', 'workers/h1.ts', imports('../ports/clock'), 'boundaries/dependencies'],
  [
    'only the composition chooses the database',
    'workers/h2.ts',
    imports('../ports/store/pglite'),
    'boundaries/dependencies',
  ],
  ['simulation touches no port', 'simulation/i1.ts', imports('../ports/clock'), 'boundaries/dependencies'],
  ['cli speaks HTTP, not to the server', 'cli/j1.ts', imports('../api/server'), 'boundaries/dependencies'],
  [
    'only settings read the environment',
    'api/k1.ts',
    `export const used = process.env['A'];\n`,
    'no-restricted-properties',
  ],
  [
    'even when taken apart',
    'ports/k2.ts',
    'export const { env: used } = process;\n',
    'no-restricted-properties',
  ],
  ['a file belongs to a layer', 'elsewhere/l1.ts', 'export const used = 1;\n', 'boundaries/no-unknown-files'],
  ['exports are named', 'domain/m1.ts', 'export default 1;\n', 'no-restricted-syntax'],
  ['there are no enums', 'api/m2.ts', 'export enum Used {\n  one,\n}\n', 'no-restricted-syntax'],
  [
    'there is no any',
    'api/m3.ts',
    'export const used = (x: any): void => void x;\n',
    '@typescript-eslint/no-explicit-any',
  ],
  [
    'promises are awaited',
    'api/m4.ts',
    'export const used = (): void => {\n  Promise.resolve(1);\n};\n',
    '@typescript-eslint/no-floating-promises',
  ],
  [
    'switches are exhaustive',
    'api/m5.ts',
    `export const used = (x: 'a' | 'b'): number => {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n};\n`,
    '@typescript-eslint/switch-exhaustiveness-check',
  ],
  [
    'a disabling comment disables nothing',
    'api/m6.ts',
    '// eslint-disable-next-line\nexport const used = (x: any): void => void x;\n',
    '@typescript-eslint/no-explicit-any',
  ],
  ['files stay short', 'api/m7.ts', 'export const a = 1;\n'.concat('\n'.repeat(250)), 'max-lines'],
];

const lawful: [file: string, text: string][] = [
  ['domain/n1.ts', imports('./ids')],
  ['domain/book/n2.ts', `import { z } from 'zod';\nexport const used = z;\n`],
  ['domain/machine/n3.ts', imports('../steps/charge/apply')],
  ['workflows/n4.ts', imports('../activities/send', 'type')],
  ['workflows/n5.ts', imports('../domain/machine/next')],
  ['activities/n6.ts', imports('../ports/clock', 'type')],
  ['activities/n7.ts', imports('../ports/store/effects')],
  ['api/n8.ts', imports('../application/ingest')],
  ['workers/n9.ts', imports('../ports/processes/supervise')],
  ['workers/composition/n10.ts', imports('../../ports/clock')],
];

interface Report {
  filePath: string;
  messages: { ruleId: string | null; message: string }[];
}

describe('the layers', () => {
  const tree = mkdtempSync(path.join(tmpdir(), 'tideline-layers-'));
  const rulesOf = new Map<string, string[]>();

  beforeAll(() => {
    const target = 'export const value = 1;\nexport interface Shape {\n  readonly a?: 1;\n}\n';
    for (const file of targets) write(tree, file, target);
    for (const [, file, text] of broken) write(tree, file, text);
    for (const [file, text] of lawful) write(tree, file, text);
    write(tree, 'package.json', '{"type":"commonjs"}');
    write(
      tree,
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          module: 'preserve',
          target: 'es2022',
          strict: true,
          noEmit: true,
          skipLibCheck: true,
          types: ['node'],
        },
      }),
    );
    symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'));
    for (const report of lint(tree)) {
      rulesOf.set(
        path.relative(tree, report.filePath),
        report.messages.map((each) => each.ruleId ?? each.message),
      );
    }
  }, 90_000);
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it.each(broken)('%s', (_law, file, _text, rule) => {
    expect(rulesOf.get(file)).toContain(rule);
  });

  it.each(lawful)('%s is allowed', (file) => {
    expect(rulesOf.get(file)).toEqual([]);
  });
});

function write(folder: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

// A process of its own: ESLint loads its configuration by native import(), which jest does not offer.
function lint(tree: string): Report[] {
  const args = [
    path.join(root, 'node_modules/eslint/bin/eslint.js'),
    '--config',
    path.join(root, 'eslint.config.mjs'),
    '--format',
    'json',
    '.',
  ];
  const run = spawnSync(process.execPath, args, { cwd: tree, encoding: 'utf8' });
  if (run.status === 2) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Report[];
}
