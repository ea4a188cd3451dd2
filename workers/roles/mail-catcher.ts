import type { Settings } from '../../config/settings';
import { startMailCatcher } from '../../ports/channels/mail-catcher';
import { untilStopped } from '../until-stopped';

/** The local mail catcher as a process of its own. */
export async function runCatcherRole(settings: Settings): Promise<void> {
  const catcher = await startMailCatcher({
    smtpPort: settings.TIDELINE_MAIL_SMTP_PORT,
    httpPort: settings.TIDELINE_MAIL_HTTP_PORT,
    dataFile: `${settings.TIDELINE_DATA_DIR}/mail.jsonl`,
  });
  console.log(`mail catcher at ${catcher.url}`);
  await untilStopped();
  await catcher.close();
}
