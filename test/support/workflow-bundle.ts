import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { buildWorkflowBundle } from './deployment/workflow-bundle';

const root = path.join(__dirname, '../..');
const folder = path.join(root, '.tideline/build');

/** The workflow bundle of the sources as they are now; built once per change, outside jest, where webpack is ten times faster. */
export async function workflowBundle(): Promise<{ readonly codePath: string }> {
  const codePath = path.join(folder, `workflow-bundle-${sourceHash()}.js`);
  if (!existsSync(codePath)) {
    await buildWorkflowBundle();
    copyFileSync(path.join(folder, 'workflow-bundle.js'), `${codePath}.${process.pid}`);
    renameSync(`${codePath}.${process.pid}`, codePath);
  }
  return { codePath };
}

function sourceHash(): string {
  const hash = createHash('sha256');
  for (const layer of ['domain', 'workflows']) {
    const files = readdirSync(path.join(root, layer), { recursive: true, encoding: 'utf8' }).sort();
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      hash.update(file).update(readFileSync(path.join(root, layer, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
