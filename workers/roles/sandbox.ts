import { paymentSecrets, required, type Settings } from '../../config/settings';
import { runSandboxProcess } from '../../ports/payments/sandbox/process';

/** The payment sandbox as a process of its own. */
export async function runSandboxRole(settings: Settings): Promise<void> {
  const { TIDELINE_STRIPE_KEY, TIDELINE_STRIPE_WEBHOOK_SECRET } = required(settings, paymentSecrets);
  await runSandboxProcess(
    {
      dataFile: `${settings.TIDELINE_DATA_DIR}/sandbox.jsonl`,
      host: settings.TIDELINE_SANDBOX_HOST,
      port: settings.TIDELINE_SANDBOX_PORT,
      secretKey: TIDELINE_STRIPE_KEY,
      webhookSecret: TIDELINE_STRIPE_WEBHOOK_SECRET,
      webhookUrl: `http://${settings.TIDELINE_API_HOST}:${settings.TIDELINE_API_PORT}/webhooks/payments`,
    },
    ({ url }) => console.log(`payment sandbox at ${url}`),
  );
}
