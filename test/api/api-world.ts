import { createApi } from '../../api/server';
import type { ApiDependencies } from '../../api/api-server';
import type { CompiledBook } from '../../domain/compiled-book';
import { testApplication, type TestApplication } from '../support/application';
import { compiledBook, playbookDefinition, rawSignal, segmentDefinition } from '../support/book-builder';
import { apiDependencies, listen, tokenWith, type Caller, type Listening } from './http-harness';
import type { LogLine } from './probe-application';

const day = 86_400_000;

/** A small book: a usage signal that puts customers into a treated segment, billing signals, and an external segment. */
export function apiBook(): CompiledBook {
  const billing = { source: 'billing', feeds: ['payment'] } as const;
  const book = compiledBook({
    signals: [
      rawSignal('usage_change_30d'),
      rawSignal('invoice_payment_failed', { ...billing, type: 'boolean' }),
      rawSignal('invoice_paid', { ...billing, type: 'boolean' }),
      rawSignal('card_updated', { ...billing, type: 'boolean' }),
    ],
    segments: [
      segmentDefinition('usage-down', {
        entry: 'signals.usage_change_30d <= -0.3',
        exit: 'signals.usage_change_30d > -0.3',
        treat: [{ play: 'rescue', with: {} }],
      }),
      segmentDefinition('called-in', { source: 'external', treat: [{ play: 'call-back', with: {} }] }),
    ],
    playbooks: [playbookDefinition('rescue'), playbookDefinition('call-back', { dimension: 'reputation' })],
  });
  const approvals = {
    plan: { id: 'plan', roles: ['success-manager'], remindAfterMs: day, expireAfterMs: 3 * day },
  };
  const contact = { ...book.policies.contact, roles: ['champion', 'billing', 'user'] };
  return {
    ...book,
    attributes: { plan: 'string', seats: 'number', annualRevenue: 'number' },
    policies: { ...book.policies, approvals, roles: ['success-manager'], contact },
  };
}

/** A listening API with every route on an empty store, and a caller that may do everything. */
export interface ApiWorld {
  readonly app: TestApplication;
  readonly lines: LogLine[];
  readonly http: Listening;
  readonly call: Caller;
  /** A caller with another token. */
  as(actor: Parameters<typeof tokenWith>[1]): Promise<Caller>;
  close(): Promise<void>;
}

/** Starts one. */
export async function startApiWorld(more: Partial<ApiDependencies> = {}): Promise<ApiWorld> {
  const lines: LogLine[] = [];
  const log = (fields: object, message: string): void => void lines.push({ fields, message });
  const base = await testApplication({ book: apiBook() });
  const app: TestApplication = { ...base, log: { info: log, warn: log, error: log } };
  const http = await listen(await createApi(apiDependencies(app, more)));
  const as: ApiWorld['as'] = async (actor) => http.caller(await tokenWith(app, actor));
  return {
    app,
    lines,
    http,
    call: await as({ roles: ['success-manager'] }),
    as,
    close: async () => {
      await http.close();
      await app.close();
    },
  };
}

/** A signal that puts a customer into the treated segment. */
export function usageDown(customer: string, id = `usage-${customer}`): object {
  return { id, customer, name: 'usage_change_30d', value: -0.4, occurredAt: '2026-03-02T08:00:00Z' };
}
