import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmailMessage } from '../../../ports/channels/email';
import { startMailCatcher, type MailCatcher } from '../../../ports/channels/mail-catcher';

/** Starts a catcher on a fresh folder; `dispose` ends it and removes the folder. */
export async function catcherUnderTest(): Promise<{
  catcher: MailCatcher;
  dataFile: string;
  dispose(): Promise<void>;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-mail-'));
  const dataFile = join(folder, 'mail.jsonl');
  const catcher = await startMailCatcher({ smtpPort: 0, httpPort: 0, dataFile });
  return {
    catcher,
    dataFile,
    dispose: async () => {
      await catcher.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function mail(changes: Partial<EmailMessage> = {}): EmailMessage {
  return {
    messageId: 'treatment:payment-cure:ABCDEFGHJKMN:1/notice/0/billing:email',
    to: 'Ada <ada@example.com>',
    from: 'Tideline <billing@tideline.example>',
    subject: 'Please update your card – café',
    text: 'Your payment did not go through.\n',
    headers: {},
    ...changes,
  };
}
