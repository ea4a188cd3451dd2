import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

// Five days of the story are a minute and a half of a newcomer's: thirty are ten minutes.
const expiry = /(?<=policy: recoveryPlan\b[^]*?\n\s*expire: )\w+/;

/** A copy of the book in the demonstration's own folder, whose recovery plan waits long enough for a newcomer. */
export function demoBook(source: string, folder: string): string {
  const copy = path.join(folder, 'book');
  rmSync(copy, { recursive: true, force: true });
  cpSync(source, copy, { recursive: true });
  const play = path.join(copy, 'playbooks', 'save-play.yaml');
  writeFileSync(play, readFileSync(play, 'utf8').replace(expiry, '30d'));
  return copy;
}
