import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const schema = z.object({
  clock: z.object({ base: z.string(), scale: z.number() }),
  stripeKey: z.string(),
  webhookSecret: z.string(),
  token: z.string().optional(),
  seeded: z.boolean(),
  /** Hash of the book folder as the last start found it. */
  folderHash: z.string().optional(),
});

/** What a data folder keeps between starts: its clock, its local secrets, whether it was seeded, and which book its folder had. */
export type DeploymentFile = z.output<typeof schema>;

/** Reads the folder's file, or makes one with fresh secrets and a clock that starts now. */
export function openDeployment(folder: string, scale: number): DeploymentFile {
  const file = path.join(folder, 'deployment.json');
  if (existsSync(file)) return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const fresh: DeploymentFile = {
    clock: { base: new Date().toISOString(), scale },
    stripeKey: `sk_test_${randomBytes(12).toString('hex')}`,
    webhookSecret: `whsec_${randomBytes(24).toString('hex')}`,
    seeded: false,
  };
  saveDeployment(folder, fresh);
  return fresh;
}

/**
 * Writes the file whole or not at all, since a folder without its secrets is lost, in a folder that only its owner
 * reads: customers' data, mail and logs will be beside it.
 */
export function saveDeployment(folder: string, deployment: DeploymentFile): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'deployment.json');
  const next = `${file}.new`;
  writeFileSync(next, `${JSON.stringify(deployment, null, 2)}\n`, { mode: 0o600 });
  chmodSync(next, 0o600);
  renameSync(next, file);
}
