import { temporal } from '@temporalio/proto';

type History = temporal.api.history.v1.IHistory;
const types = temporal.api.enums.v1.EventType;

/** The names of a history's events, in order. */
export function eventTypes(history: History): string[] {
  return (history.events ?? []).map(({ eventType }) => types[eventType ?? 0] ?? 'unknown');
}

/** The names of a history's markers, in order: a guarded change of the machine leaves one. */
export function markers(history: History): string[] {
  return (history.events ?? []).flatMap(
    ({ markerRecordedEventAttributes: marker }) => marker?.markerName ?? [],
  );
}

/** Server time between the last signal of a history and its end. */
export function secondsFromLastSignal(history: History): number {
  const events = history.events ?? [];
  const signal = events.findLast(
    ({ eventType }) => eventType === types.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
  );
  return seconds(events.at(-1)) - seconds(signal);
}

/** Server time between a history's start and its end. */
export function secondsFromStart({ events }: History): number {
  return seconds(events?.at(-1) ?? undefined) - seconds(events?.[0]);
}

function seconds(event: temporal.api.history.v1.IHistoryEvent | undefined): number {
  const at = event?.eventTime;
  return Number(at?.seconds ?? 0) + Number(at?.nanos ?? 0) / 1e9;
}
