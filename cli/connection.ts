import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readSettings } from '../config/settings';
import { CliFailure, exitCodes } from './failure';
import type { Terminal } from './terminal';

/** Where the server is and what opens it. */
export interface Connection {
  readonly url: string;
  readonly token: string;
}

const localFile = z.object({ url: z.url(), token: z.string().min(1) });

/** Flags win over TIDELINE_URL and TIDELINE_TOKEN, those over the file that a local start writes. */
export async function findConnection(
  terminal: Terminal,
  flags: { readonly url?: string; readonly token?: string },
): Promise<Connection> {
  const settings = readSettings(terminal.environment);
  const url = flags.url ?? settings.TIDELINE_URL;
  const token = flags.token ?? settings.TIDELINE_TOKEN;
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
    throw new CliFailure(
      'The token holds characters no token has: copy it again, without spaces or line breaks.',
      exitCodes.usage,
    );
  if (flags.url !== undefined && !URL.canParse(flags.url))
    throw new CliFailure(
      `--url "${flags.url}" is not an address such as http://127.0.0.1:8787.`,
      exitCodes.usage,
    );
  if (url !== undefined && token !== undefined) return { url: trimmed(url), token };
  // Beside the data folder, wherever that is.
  const local = await readLocal(path.resolve(terminal.folder, settings.TIDELINE_DATA_DIR, '../local.json'));
  if (!local) {
    if (url !== undefined)
      throw new CliFailure(`No token for ${url} is known: give --token or TIDELINE_TOKEN.`, exitCodes.usage);
    throw new CliFailure(
      'No server is known: run `npm start` in this folder, or give --url and --token (or TIDELINE_URL and TIDELINE_TOKEN).',
    );
  }
  return { url: trimmed(url ?? local.url), token: token ?? local.token };
}

async function readLocal(file: string): Promise<Connection | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return localFile.parse(JSON.parse(text));
  } catch {
    throw new CliFailure(`${file} cannot be read: delete it and run \`npm start\` again.`);
  }
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, '');
}
