import type { Log } from '../../application/application';
import { databasePlace, isPostgresComingUp } from '../../workers/postgres-coming-up';
import { PartMissing, waitFor } from '../../workers/wait-for';

const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });

function part(patienceMs: number, said: string[] = []) {
  const warn: Log['warn'] = (_fields, message) => said.push(message);
  const log = { info: warn, warn, error: warn };
  const about = { name: 'PostgreSQL at db:5432/x', setting: 'TIDELINE_DATABASE_URL', log };
  return { ...about, patienceMs, mayComeUp: isPostgresComingUp };
}

describe('waiting for a part that a process cannot begin without', () => {
  it('connects as soon as the part is up and says that it waits', async () => {
    const said: string[] = [];
    let calls = 0;
    const connected = await waitFor(part(10_000, said), () => {
      calls += 1;
      return calls < 3 ? Promise.reject(refused) : Promise.resolve('connected');
    });
    expect(connected).toBe('connected');
    expect(said).toEqual(Array<string>(2).fill('waiting for PostgreSQL at db:5432/x'));
  });

  it('gives up after its patience with one sentence that names the part and the setting', async () => {
    const failure = waitFor(part(700), () => Promise.reject(refused));
    await expect(failure).rejects.toBeInstanceOf(PartMissing);
    await expect(failure).rejects.toThrow(
      'PostgreSQL at db:5432/x did not answer within 1 s (ECONNREFUSED): start it, or correct TIDELINE_DATABASE_URL.',
    );
  });

  it.each([
    ['a wrong password', Object.assign(new Error('password'), { code: '28P01' })],
    ['an unknown migration', new Error('the database has the migration 0009')],
  ])('does not wait on %s', async (_what, error) => {
    let calls = 0;
    const failure = waitFor(part(10_000), () => {
      calls += 1;
      return Promise.reject(error);
    });
    await expect(failure).rejects.toBe(error);
    expect(calls).toBe(1);
  });

  it('names a database without its user and password', () => {
    expect(databasePlace('postgres://tide:secret@db/tideline')).toBe('db:5432/tideline');
  });
});
