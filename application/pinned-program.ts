import type { CompiledProgram } from '../domain/program';
import type { Arm } from '../domain/words';
import type { Transaction } from '../ports/store/store';
import type { Application } from './application';

/** Which program a treatment was started on. */
export interface Pinned {
  readonly bookHash: string;
  readonly playbook: string;
  readonly arm: Arm;
}

/** The program a treatment was started on, whatever book is active now. */
export async function pinnedProgram(
  tx: Transaction,
  app: Pick<Application, 'books'>,
  pinned: Pinned,
): Promise<CompiledProgram> {
  const book = await app.books.byHash(tx, pinned.bookHash);
  const playbook = book.playbooks[pinned.playbook];
  if (!playbook) throw new Error(`book ${pinned.bookHash} has no playbook ${pinned.playbook}`);
  return pinned.arm === 'holdout' ? playbook.observer : playbook.program;
}
