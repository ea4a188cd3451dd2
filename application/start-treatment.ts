import type { Decision } from '../domain/arbitration/decision';
import type { CompiledBook } from '../domain/compiled-book';
import type { Crossing } from '../domain/crossing';
import { type CustomerFacts, factsAbout } from '../domain/facts';
import { treatmentId } from '../domain/ids';
import type { Transaction } from '../ports/store/store';
import { takeOrdinal } from '../ports/store/tables/customers';
import { insertStart } from '../ports/store/tables/outbox';
import { insertTreatment, readTreatment } from '../ports/store/tables/treatments';
import type { Application } from './application';
import type { CustomerState } from './customer-state';
import { addPause } from './pausing';
import { acceptTerminal } from './terminal';
import { whySentence } from './why-sentence';

/** A start and what it follows from. */
export interface TreatmentStart extends CustomerFacts {
  readonly decision: Extract<Decision, { action: 'start' }>;
  readonly crossing: Crossing;
  readonly book: CompiledBook;
  readonly state: Pick<CustomerState, 'key' | 'scores'>;
}

/** Stores a treatment, asks the relay to start it, and stops or pauses what it pre-empts. The customer must be locked. */
export async function startTreatment(
  tx: Transaction,
  app: Application,
  start: TreatmentStart,
): Promise<string> {
  const { decision, crossing, book, state } = start;
  const playbook = book.playbooks[decision.playbook];
  if (!playbook) throw new Error(`book ${book.hash} has no playbook ${decision.playbook} to start`);
  const ordinal = await takeOrdinal(tx, state.key);
  const id = treatmentId(playbook.id, state.key, ordinal);
  const startedAt = app.clock.now();
  // Seen from a transaction, its own risk counts and not what another one has raised.
  const score =
    decision.context === undefined
      ? state.scores[playbook.dimension]
      : factsAbout(start, decision.context).scores[playbook.dimension];
  const { measure } = decision.arm.arm === 'holdout' ? playbook.observer : playbook.program;
  await insertTreatment(tx, {
    id,
    customerKey: state.key,
    playbook: playbook.id,
    ...(decision.context !== undefined && { context: decision.context }),
    ordinal,
    segment: crossing.segment,
    crossingId: crossing.id,
    draw: decision.arm,
    bookHash: book.hash,
    parameters: decision.with,
    startPoints: score?.points ?? 0,
    startTier: score?.tier ?? crossing.toTier ?? 'low',
    startedAt,
    breachedAt: crossing.breachedAt,
    why: whySentence(book, crossing),
    ...(measure && { measureDueAt: new Date(Date.parse(startedAt) + measure.atMs).toISOString() }),
  });
  await insertStart(tx, { customerKey: state.key, treatmentId: id, at: startedAt });
  for (const other of decision.preempts) await preempt(tx, app, { by: id, title: playbook.title, ...other });
  return id;
}

async function preempt(
  tx: Transaction,
  app: Application,
  other: { by: string; title: string; treatmentId: string; how: 'pause' | 'cancel' },
): Promise<void> {
  const why = `pre-empted by ${other.title}`;
  if (other.how === 'cancel') {
    await acceptTerminal(tx, app, other.treatmentId, { kind: 'stop', reason: why, outcome: 'stopped' });
    return;
  }
  const treatment = await readTreatment(tx, other.treatmentId);
  if (treatment) await addPause(tx, app, treatment, { reason: `preempted:${other.by}`, why });
}
