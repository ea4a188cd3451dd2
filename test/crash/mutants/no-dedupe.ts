import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type BundleOptions } from '@temporalio/worker';
import type { Mutant } from './mutant';

/** The workflow forgets which inbox items it has taken. */
export const noDedupe: Mutant = {
  bundle: () =>
    bundleWorkflowCode({
      workflowsPath: path.join(root, 'workflows/index.ts'),
      logger: new DefaultLogger('WARN'),
      webpackConfigHook: withForgetfulInbox,
    }),
};

const root = path.join(__dirname, '../../..');
const forgetful = path.join(__dirname, 'forgetful-inbox.ts');

type WebpackConfig = Parameters<NonNullable<BundleOptions['webpackConfigHook']>>[0];

// Whoever asks for the inbox of the machine gets the forgetful one, except that one itself.
function withForgetfulInbox(config: WebpackConfig): WebpackConfig {
  const plugins = config.plugins ?? [];
  return {
    ...config,
    plugins: [
      ...plugins,
      {
        apply: (compiler) =>
          new compiler.webpack.NormalModuleReplacementPlugin(/\/inbox$/, (resource) => {
            const asked = path.resolve(resource.context, resource.request);
            if (
              asked === path.join(root, 'domain/machine/inbox') &&
              resource.contextInfo.issuer !== forgetful
            ) {
              resource.request = forgetful;
            }
          }).apply(compiler),
      },
    ],
  };
}
