import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBinary } from '../../ports/processes/find-binaries';

const root = path.resolve(__dirname, '../..');

// A process of its own: the bootstrap is native ES modules, which jest does not run.
function run(
  args: string[],
  environment: Record<string, string> = {},
): { status: number | null; said: string } {
  const PATH = path.dirname(process.execPath);
  const node = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { PATH, ...environment },
  });
  return { status: node.status, said: `${node.stdout}${node.stderr}`.trim() };
}

function evaluate(module: string, expression: string): string {
  const script = `import * as m from './scripts/bootstrap/${module}.mjs';
    try { console.log(${expression}); } catch (error) { console.log(error.message); }`;
  return run(['--input-type=module', '-e', script]).said;
}

describe('the bootstrap', () => {
  it('takes what is there and says which', () => {
    const cli = findBinary('temporalCli').path;
    const { status, said } = run(['scripts/bootstrap.mjs'], {
      TIDELINE_TEMPORAL_CLI: cli,
      TIDELINE_TEST_SERVER: findBinary('testServer').path,
    });
    expect(said).toContain(`Temporal CLI: ${cli} (named by TIDELINE_TEMPORAL_CLI)`);
    expect(status).toBe(0);
    run(['scripts/bootstrap.mjs'], { PATH: process.env['PATH'] ?? '' });
  });

  it('refuses a named binary that is not there, in one line with the fix', () => {
    const { status, said } = run(['scripts/bootstrap.mjs'], { TIDELINE_TEMPORAL_CLI: '/nowhere/temporal' });
    expect(said).toBe(
      'tideline: TIDELINE_TEMPORAL_CLI names /nowhere/temporal, which is not an executable file: correct it or unset it and run again.',
    );
    expect(status).toBe(1);
  });

  it.each([
    ['18.20.0', 'Node.js 18.20.0 is too old: install Node.js 20.19 or newer'],
    ['20.18.3', 'Node.js 20.18.3 is too old'],
    ['20.19.0', 'undefined'],
    ['24.0.0', 'undefined'],
  ])('judges Node.js %s', (version, verdict) => {
    expect(evaluate('node-version', `m.assertNodeVersion('${version}')`)).toContain(verdict);
  });

  describe('installs packages', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tideline-bootstrap-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const lockfile = (file: string, packages: object): void => {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), JSON.stringify({ packages }));
    };
    const why = (): string => evaluate('dependencies', `m.whyInstall('${folder}')`);

    it('when there are none, or another version, and not for another platform', () => {
      lockfile('package-lock.json', {
        '': { version: '1.0.0' },
        'node_modules/a': { version: '1.0.0' },
        'node_modules/b': { version: '1.0.0', optional: true },
      });
      expect(why()).toBe('node_modules is missing');
      lockfile('node_modules/.package-lock.json', { 'node_modules/a': { version: '0.9.0' } });
      expect(why()).toBe('node_modules does not match package-lock.json (node_modules/a)');
      lockfile('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
      expect(why()).toBe('undefined');
    });
  });
});
