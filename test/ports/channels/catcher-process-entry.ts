import { startMailCatcher } from '../../../ports/channels/mail-catcher';

void startMailCatcher({ smtpPort: 0, httpPort: 0, dataFile: process.argv[2] ?? '' }).then(({ smtpPort }) => {
  process.stdout.write(`${JSON.stringify({ smtpPort })}\n`);
});
