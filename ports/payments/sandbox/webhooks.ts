import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Books } from './books';
import { newId, stripeTime } from './new-id';
import type { WebhookRecord } from './records';

/** The sandbox's webhooks: prepared with the change that causes them, delivered until the receiver says 2xx. */
export interface Webhooks {
  /** The record to store with the change, or undefined while no receiver is configured. */
  prepare(type: string, object: object, copies: number): WebhookRecord | undefined;
  dispatch(webhook: WebhookRecord | undefined): void;
  pointAt(url: string): void;
  close(): Promise<void>;
}

/** How webhooks are sent. */
interface WebhookSettings {
  readonly secret: string;
  readonly url?: string;
  readonly firstRetryMs?: number;
}

const ATTEMPT_TIMEOUT_MS = 10_000;
const LONGEST_PAUSE_MS = 60_000;
// Stripe gives up after three days; so does this.
const GIVE_UP_AFTER_SECONDS = 3 * 24 * 3600;

/** Starts delivering, beginning with what an earlier run left undelivered. */
export function createWebhooks(books: Books, settings: WebhookSettings): Webhooks {
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  let url = settings.url;
  const dispatch = (webhook: WebhookRecord | undefined): void => {
    if (webhook === undefined) return;
    const delivery = deliver(webhook, { books, settings, url: () => url, stopping: stopping.signal }).finally(
      () => underWay.delete(delivery),
    );
    underWay.add(delivery);
  };
  if (url !== undefined) books.undeliveredWebhooks().forEach(dispatch);
  return {
    prepare: (type, object, copies) =>
      url === undefined ? undefined : { id: newId('evt'), created: stripeTime(), type, object, copies },
    dispatch,
    pointAt: (newUrl) => {
      const first = url === undefined;
      url = newUrl;
      if (first) books.undeliveredWebhooks().forEach(dispatch);
    },
    close: async () => {
      stopping.abort();
      await Promise.all(underWay);
    },
  };
}

interface Postman {
  readonly books: Books;
  readonly settings: WebhookSettings;
  readonly stopping: AbortSignal;
  url(): string | undefined;
}

async function deliver(webhook: WebhookRecord, { books, settings, stopping, url }: Postman): Promise<void> {
  let pauseMs = settings.firstRetryMs ?? 200;
  for (let copy = 0; copy < webhook.copies;) {
    if (stopping.aborted) return;
    if (stripeTime() - webhook.created > GIVE_UP_AFTER_SECONDS) break;
    if (await post(url() ?? '', settings.secret, webhook, stopping)) {
      copy += 1;
      continue;
    }
    // An abort ends the pause early; the loop then sees it and leaves the webhook undelivered for the next run.
    await sleep(pauseMs, undefined, { signal: stopping }).catch(() => undefined);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
  if (!stopping.aborted) books.record({ deliveredWebhook: webhook.id });
}

async function post(
  url: string,
  secret: string,
  webhook: WebhookRecord,
  stopping: AbortSignal,
): Promise<boolean> {
  const body = JSON.stringify(eventObject(webhook));
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signatureHeader(body, secret),
      },
      body,
      signal: AbortSignal.any([stopping, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    // Refused, timed out or stopping: all the same to a sender that will try again.
    return false;
  }
}

function eventObject(webhook: WebhookRecord): object {
  return {
    id: webhook.id,
    object: 'event',
    created: webhook.created,
    data: { object: webhook.object },
    livemode: false,
    pending_webhooks: 1,
    type: webhook.type,
  };
}

function signatureHeader(body: string, secret: string): string {
  const timestamp = stripeTime();
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return `t=${timestamp},v1=${signature}`;
}
