import type { BookTests } from '../../application/publish-candidate';
import type { CompiledBook } from '../../domain/compiled-book';
import type { PolicyTest } from '../../domain/policy-test';
import { startThread } from './thread';

/** Plays a book's policy tests in a thread, so that the process goes on answering. */
export async function testBook({
  book,
  tests,
}: {
  readonly book: CompiledBook;
  readonly tests: readonly PolicyTest[];
}): Promise<BookTests> {
  const thread = startThread();
  try {
    return await thread.ask('tests', { book, tests });
  } finally {
    await thread.stop();
  }
}
