import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { forbiddenModules, modulesOf } from '../../scripts/bundle-modules';

describe('the workflow bundle check', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tideline-bundle-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  const bundle = async (): Promise<string[]> => {
    const workflowsPath = path.join(folder, 'workflows', 'index.ts');
    const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
    // The bundler names modules from the working folder; the check runs in the checkout, this test elsewhere.
    return modulesOf(code).map((module) => module.replace(/^.*\/tideline-bundle-[^/]+\//, './'));
  };

  beforeAll(() => {
    symlinkSync(path.resolve(__dirname, '../../node_modules'), path.join(folder, 'node_modules'));
    write('domain/book/load.ts', `import { z } from 'zod';\nexport const schema = z.string();\n`);
    write('domain/steps/charge/apply.ts', `export { schema } from './schema';\n`);
    write('domain/steps/charge/schema.ts', `export { schema } from '../../book/load';\n`);
    write('ports/clock.ts', 'export const clock = 1;\n');
  });

  it('finds what came along through another file, with the reason', async () => {
    write(
      'workflows/index.ts',
      `export { schema } from '../domain/steps/charge/apply';\nexport { clock } from '../ports/clock';\n`,
    );
    const found = forbiddenModules(await bundle());
    const named = (part: string): boolean => found.some(({ module }) => module.includes(part));
    expect(
      ['zod/v4', 'domain/book/load', 'charge/schema', 'ports/clock'].filter((part) => !named(part)),
    ).toEqual([]);
    expect(named('charge/apply')).toBe(false);
  }, 60_000);

  it('passes a bundle of pure code', async () => {
    write('domain/pure.ts', 'export const one = 1;\n');
    write(
      'workflows/index.ts',
      `import { sleep } from '@temporalio/workflow';\nimport { one } from '../domain/pure';\nexport const wait = () => sleep(one);\n`,
    );
    const modules = await bundle();
    expect(modules.some((module) => module.endsWith('domain/pure.ts'))).toBe(true);
    expect(forbiddenModules(modules)).toEqual([]);
  }, 60_000);
});
