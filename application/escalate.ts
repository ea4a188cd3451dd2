import type { CompiledBook } from '../domain/compiled-book';
import type { Trigger } from '../domain/handling/triggers';
import { askId } from '../domain/ids';
import { after } from '../domain/machine/instants';
import type { Transaction } from '../ports/store/store';
import { type EscalationRow, insertEscalations } from '../ports/store/tables/escalations';
import type { Application } from './application';
import { openOwnTask } from './people/own-tasks';

/** Gives every hard trigger to a person at once, in the segment's queue, once a fact; a soft one is kept until its fact has aged. The evaluation must be stored. */
export async function escalate(
  tx: Transaction,
  app: Application,
  { book, customerKey }: { readonly book: CompiledBook; readonly customerKey: string },
  triggers: readonly Trigger[],
): Promise<void> {
  if (triggers.length === 0) return;
  const rows = triggers.map((trigger) => rowOf(book, trigger));
  await insertEscalations(tx, customerKey, rows);
  for (const trigger of triggers)
    if (trigger.kind === 'hard') await openTaskFor(tx, app, { book, customerKey, trigger });
}

function rowOf(book: CompiledBook, { kind, segment, fact }: Trigger): EscalationRow {
  const until = after(fact.occurredAt, book.signals[fact.name]?.maximumAgeMs ?? 0);
  const { name: signal, position, occurredAt: at } = fact;
  return { position, kind, segment: segment.id, signal, at, until };
}

async function openTaskFor(
  tx: Transaction,
  app: Application,
  of: { readonly book: CompiledBook; readonly customerKey: string; readonly trigger: Trigger },
): Promise<void> {
  const { book, customerKey, trigger } = of;
  const { segment, fact } = trigger;
  const { policies, signals } = book;
  await openOwnTask(tx, app, {
    id: askId('task', customerKey, 'escalation', String(fact.position)),
    customerKey,
    step: 'escalation',
    path: `${segment.id}:${fact.position}`,
    queue: segment.routing.queue || policies.operationsQueue,
    title: `${segment.title}: ${fact.name.replaceAll('_', ' ')}`,
    details: `${signals[fact.name]?.purpose ?? fact.name}. ${segment.need}.`,
    dueAt: after(app.clock.now(), policies.escalationDueMs ?? 0),
  });
}
