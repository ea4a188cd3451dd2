import { createBooks } from '../../application/books';
import { checkRoles } from '../../application/check-roles';
import type { Store } from '../../ports/store/store';
import { testApplication, type TestApplication } from '../support/application';
import { intakeBook } from '../support/intake-book';
import { openTestStore } from '../support/stores';

jest.setTimeout(60_000);

describe('the roles of a new key', () => {
  let app: TestApplication;
  let empty: Store;
  beforeAll(async () => {
    const book = intakeBook();
    app = await testApplication({
      book: { ...book, policies: { ...book.policies, roles: ['manager', 'csLead'] } },
    });
    empty = await openTestStore('pglite');
  });
  afterAll(async () => {
    await app.close();
    await empty.close();
  });
  const check = (...roles: string[]) => app.store.transaction((tx) => checkRoles(tx, app, roles));

  it('are those of the active book, some or none of them', async () => {
    await expect(check('manager', 'csLead')).resolves.toBe('known');
    await expect(check()).resolves.toBe('known');
  });

  it('are refused when the active book has no such role: all of them by name, with those there are', async () => {
    await expect(check('manager', 'bogusrole', 'cslaed')).rejects.toThrow(
      'Not among the roles of the active book: "bogusrole", "cslaed" (did you mean "csLead"?). Give some of: manager, csLead.',
    );
  });

  it('cannot be checked before a book is active', async () => {
    const books = createBooks();
    const answer = empty.transaction((tx) => checkRoles(tx, { books }, ['anything']));
    await expect(answer).resolves.toBe('noBook');
  });
});
