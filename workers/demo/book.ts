import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

// Five days of the story are a minute and a half of a newcomer's: thirty are ten minutes.
const expiry = /(?<=policy: recoveryPlan\b[^]*?\n\s*expire: )\w+/;
// Whoever is drawn into the control group is only observed, and there would be no story to tell.
const share = /(?<=\bholdout: )[\d.]+|(?<=\bglobalShare: )[\d.]+/g;

/**
 * A copy of the book in the demonstration's own folder, whose recovery plan waits long enough for a newcomer and whose
 * control groups are empty.
 */
export function demoBook(source: string, folder: string): string {
  const copy = path.join(folder, 'book');
  rmSync(copy, { recursive: true, force: true });
  cpSync(source, copy, { recursive: true });
  const plays = readdirSync(path.join(copy, 'playbooks')).map((file) => path.join('playbooks', file));
  for (const file of ['policies.yaml', ...plays])
    edit(path.join(copy, file), (text) => text.replace(share, '0'));
  edit(path.join(copy, 'playbooks/save-play.yaml'), (text) => text.replace(expiry, '30d'));
  return copy;
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
