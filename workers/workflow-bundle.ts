import path from 'node:path';

const root = path.join(__dirname, '..');

/** Where the workflows begin. */
export const workflowsPath = path.join(root, 'workflows/index.ts');

/**
 * Loaded once for all workflows of a worker instead of once for each. Only what is pure may stand here: these
 * modules and all they import, the machine and the expressions, keep nothing but what can be computed again.
 */
export const preloadModules: string[] = [
  '@marcbachmann/cel-js',
  ...['advance', 'apply', 'describe', 'instants', 'shown-progress', 'start-machine', 'timers', 'waits'].map(
    (name) => path.join(root, `domain/machine/${name}.ts`),
  ),
];
