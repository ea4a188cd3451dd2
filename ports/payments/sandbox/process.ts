import { startPaymentSandbox, type PaymentSandbox, type PaymentSandboxOptions } from './start';

/** Runs the sandbox as this process's whole work until SIGINT or SIGTERM; `onReady` hears where it listens. */
export async function runSandboxProcess(
  options: PaymentSandboxOptions,
  onReady: (sandbox: PaymentSandbox) => void,
): Promise<void> {
  const sandbox = await startPaymentSandbox(options);
  onReady(sandbox);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await sandbox.close();
}
