import { CloudEvent } from 'cloudevents';
import { ApiProblem } from './problem';

/** One event in the shape of our own items, or why it cannot be read. */
export type UnwrappedEvent =
  | { readonly ok: true; readonly item: unknown }
  | { readonly ok: false; readonly id: string; readonly message: string };

/** Media types of structured and batched CloudEvents 1.0. */
export const CLOUD_EVENT = 'application/cloudevents+json';
export const CLOUD_EVENTS_BATCH = 'application/cloudevents-batch+json';

/**
 * Unwraps CloudEvents of any mode into plain items: id and source dedupe, `subject` is the customer and
 * `time` the instant unless the data says so. Undefined = the request carries no CloudEvent.
 */
export function unwrapCloudEvents(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: unknown,
): UnwrappedEvent[] | undefined {
  const type = String(headers['content-type'] ?? '')
    .split(';')[0]!
    .trim()
    .toLowerCase();
  if (type === CLOUD_EVENTS_BATCH) {
    if (Array.isArray(body)) return body.map(unwrap);
    throw new ApiProblem(
      400,
      'invalidRequest',
      `A body of type ${CLOUD_EVENTS_BATCH} must be a JSON array of events.`,
    );
  }
  if (type === CLOUD_EVENT) return [unwrap(body)];
  if (headers['ce-specversion'] === undefined && headers['ce-id'] === undefined) return undefined;
  return [unwrap({ ...attributesOf(headers), data: body })];
}

function unwrap(envelope: unknown): UnwrappedEvent {
  if (!isObject(envelope)) return { ok: false, id: '', message: 'an event must be a JSON object' };
  const id = typeof envelope['id'] === 'string' ? envelope['id'] : '';
  // The package would invent an id, and then nothing could be deduplicated.
  if (id === '') return { ok: false, id, message: 'the event has no id' };
  if (envelope['specversion'] !== '1.0') return { ok: false, id, message: 'specversion must be "1.0"' };
  try {
    return itemOf(new CloudEvent<unknown>(envelope), envelope['time']);
  } catch (cause) {
    return {
      ok: false,
      id,
      message: `not a valid CloudEvent: ${cause instanceof Error ? cause.message : String(cause)}`,
    };
  }
}

function itemOf(event: CloudEvent<unknown>, time: unknown): UnwrappedEvent {
  if (!isObject(event.data)) return { ok: false, id: event.id, message: 'data must be a JSON object' };
  const item = {
    // Data that names an identity says whose it is; the subject is then something else's.
    ...(event.subject === undefined || 'identity' in event.data ? {} : { customer: event.subject }),
    ...(time === undefined ? {} : { occurredAt: time }),
    ...event.data,
    id: event.id,
    source: event.source,
  };
  return { ok: true, item };
}

// Binary mode: each context attribute is a header, percent-encoded where it is not plain ASCII.
function attributesOf(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('ce-') && typeof value === 'string') attributes[name.slice(3)] = decodeHeader(value);
  }
  return attributes;
}

function decodeHeader(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // A stray percent sign: the header was sent as it is meant.
    return value;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
