import { offerPostgres } from './postgres-offer';

/** Offers the run's shared parts; nothing is started until a test asks. */
export default async function setup(): Promise<void> {
  await offerPostgres();
}
