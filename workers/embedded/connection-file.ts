import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const file = path.join(__dirname, '../../.tideline/local.json');

/** Tells the command line of this checkout where the API is; readable by its owner alone. */
export function writeConnection(connection: { readonly url: string; readonly token: string }): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}
