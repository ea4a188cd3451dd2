import { openJsonLinesFile } from '../../json-lines-file';
import type { CaughtMail } from './caught-mail';

/** The durable inbox; what `add` has returned from survives a kill. */
export interface Inbox {
  add(mail: CaughtMail): void;
  /** Every mail, oldest first. */
  all(): readonly CaughtMail[];
  clear(): void;
  close(): void;
}

/** Opens the inbox with what earlier runs caught. */
export function openInbox(dataFile: string): Inbox {
  const mails: CaughtMail[] = [];
  const file = openJsonLinesFile(dataFile, (stored) => mails.push(stored as CaughtMail));
  return {
    add: (mail) => {
      file.append(mail);
      mails.push(mail);
    },
    all: () => mails,
    clear: () => {
      file.clear();
      mails.length = 0;
    },
    close: () => file.close(),
  };
}
