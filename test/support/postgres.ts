import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { OFFER_VARIABLE } from './postgres-offer';

/** An empty database on the run's private cluster, which is started by the first call of the run. */
export async function freshDatabase(): Promise<{ readonly url: string }> {
  const cluster = await clusterUrl();
  const name = `test_${randomBytes(8).toString('hex')}`;
  const client = new Client({ connectionString: cluster });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return { url: url.href };
}

async function clusterUrl(): Promise<string> {
  const offer = process.env[OFFER_VARIABLE];
  if (!offer)
    throw new Error('freshDatabase needs the global set-up: run it through jest from the checkout.');
  const answer = await fetch(offer);
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}
