import { withdrawPostgres } from './postgres-offer';

/** Stops whatever the tests asked for. */
export default async function teardown(): Promise<void> {
  await withdrawPostgres();
}
