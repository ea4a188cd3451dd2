import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '../..');

// Jest has modules of its own, so what is said here is said by a process.
function tell(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tideline-modules-'));
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "commonjs" }');
  const settled = JSON.stringify(path.join(root, 'ports/processes/settled-exports.ts'));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  writeFileSync(path.join(folder, 'main.ts'), `import ${settled};\nimport './tell';\n`);
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', path.join(folder, 'main.ts')], {
    cwd: root,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  return stderr === '' ? stdout.trim() : stderr;
}

describe('exports of a module that has been loaded', () => {
  it('are plain fields', () => {
    const told = tell({
      'one.ts': 'export const one = 1; export function two() { return 2; }',
      'tell.ts': `import * as known from './one';
        const { one, two } = Object.getOwnPropertyDescriptors(require('./one'));
        console.log(one.value, two.value(), 'get' in one, known.one + known.two());`,
    });
    expect(told).toBe('1 2 false 3');
  });

  it('are there for modules that need each other', () => {
    const told = tell({
      'one.ts': `import { two } from './two'; export const one = () => 1; export const sum = () => one() + two();`,
      'two.ts': `import { one } from './one'; export const two = () => one() + 1;`,
      'tell.ts': `import { sum } from './one'; console.log(sum());`,
    });
    expect(told).toBe('3');
  });

  it('are left alone where they are no set of getters', () => {
    const told = tell({
      'plain.ts': 'module.exports = { field: 1 };',
      'tell.ts': `const plain = require('./plain'); console.log(plain.field, plain === require('./plain'));`,
    });
    expect(told).toBe('1 true');
  });
});
