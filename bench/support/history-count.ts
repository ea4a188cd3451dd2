import type { Client } from '@temporalio/client';

/** What one workflow left behind on the server. */
export interface HistoryCount {
  readonly events: number;
  /** As Temporal bills: start, activity attempts, timers, signals, search-attribute upserts. */
  readonly actions: number;
  readonly byType: Readonly<Record<string, number>>;
}

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;
type Event = NonNullable<History['events']>[number];

const suffix = 'EventAttributes';

// Local activities, queries, updates and heartbeats are billed too, but neither side uses them here.
const billed: ReadonlySet<string> = new Set([
  'workflowExecutionStarted',
  'activityTaskStarted',
  'timerStarted',
  'workflowExecutionSignaled',
  'upsertWorkflowSearchAttributes',
]);

/** Counts a closed workflow's history. */
export async function countHistory(client: Client, workflowId: string): Promise<HistoryCount> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const byType: Record<string, number> = {};
  let actions = 0;
  for (const event of events ?? []) {
    const type = typeOf(event);
    byType[type] = (byType[type] ?? 0) + 1;
    // An attempt that failed and was tried again has no event of its own; the last one's number counts it.
    if (billed.has(type)) actions += event.activityTaskStartedEventAttributes?.attempt ?? 1;
  }
  return { events: events?.length ?? 0, actions, byType };
}

function typeOf(event: Event): string {
  const found = Object.entries(event).find(([name, value]) => name.endsWith(suffix) && value !== null);
  if (!found) throw new Error(`a history event without attributes: ${JSON.stringify(event)}`);
  return found[0].slice(0, -suffix.length);
}
