import { runSandboxProcess } from '../../../ports/payments/sandbox/process';
import { SECRET_KEY, WEBHOOK_SECRET } from './sandbox-under-test';

const [dataFile = '', port = '0'] = process.argv.slice(2);

void runSandboxProcess(
  { dataFile, port: Number(port), secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET },
  (sandbox) => {
    process.stdout.write(`${JSON.stringify({ url: sandbox.url, port: sandbox.port })}\n`);
  },
);
