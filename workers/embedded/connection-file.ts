import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Tells the command line where the API is, in a file beside the data folder that only its owner can read. */
export function writeConnection(
  dataFolder: string,
  connection: { readonly url: string; readonly token: string },
): void {
  const file = path.join(dataFolder, '../local.json');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}
