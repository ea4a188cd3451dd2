import type { Arm, Dimension, Tier } from '../../../domain/words';
import type { Transaction } from '../store';
import { handledBySql, type HandledBy } from './memberships';

/** A treatment as the gate and its effects see it. */
export interface GateTreatment {
  readonly id: string;
  readonly customerKey: string;
  readonly playbook: string;
  readonly context: string | null;
  readonly segment: string;
  readonly arm: Arm;
  readonly bookHash: string;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly state: 'running' | 'paused' | 'ending' | 'closed';
  readonly pausedBy: readonly string[];
  readonly terminalKind: string | null;
  readonly terminalReason: string | null;
  readonly startedAt: string;
  readonly startPoints: number;
  readonly startTier: Tier;
}

/** A contact as stored. */
export interface GateContact {
  readonly id: string;
  readonly role: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly zone: string | null;
}

/** An approval as the gate needs it. */
export interface GateApproval {
  readonly id: string;
  readonly step: string;
  readonly path: string;
  readonly state: 'open' | 'approved' | 'rejected' | 'expired' | 'withdrawn';
  readonly draftTemplate: string | null;
  readonly draftSubject: string | null;
  readonly draftText: string | null;
  readonly finalSubject: string | null;
  readonly finalText: string | null;
}

/** What the gate reads in one round trip, under the customer's lock. */
export interface GateFacts {
  readonly treatment: GateTreatment;
  readonly killSwitches: readonly { readonly scope: string; readonly reason: string }[];
  readonly contacts: readonly GateContact[];
  readonly consents: readonly {
    readonly channel: string;
    readonly class: string;
    readonly granted: boolean;
  }[];
  readonly suppressions: readonly {
    readonly channel: string;
    readonly class: string;
    readonly reason: string;
  }[];
  /** Of messages that went out or hold a reservation. */
  readonly counted: readonly { readonly at: string; readonly class: string }[];
  /** Instants of such messages of this treatment, of all time. */
  readonly reminders: readonly string[];
  /** Segments the customer is in, and what was seen there. */
  readonly handledBy: HandledBy;
  /** Of the customer's scores, by dimension. */
  readonly confidences: Readonly<Partial<Record<Dimension, number>>>;
  /** Newest first. */
  readonly approvals: readonly GateApproval[];
}

/** Reads what a verdict depends on; messages since `countedFrom` count, `except` is the effect being judged. */
export async function readGateFacts(
  tx: Transaction,
  question: {
    readonly treatmentId: string;
    readonly now: string;
    readonly countedFrom: string;
    readonly except: string;
  },
): Promise<GateFacts> {
  const [row] = await tx.query<{ facts: GateFacts }>(
    `SELECT jsonb_build_object(
       'treatment', jsonb_build_object(
         'id', t.id, 'customerKey', t.customer_key, 'playbook', t.playbook, 'context', t.context,
         'segment', t.segment, 'arm', t.arm, 'bookHash', t.book_hash, 'parameters', t.parameters,
         'state', t.state, 'pausedBy', t.paused_by, 'terminalKind', t.terminal_kind,
         'terminalReason', t.terminal_reason, 'startedAt', iso(t.started_at),
         'startPoints', t.start_points, 'startTier', t.start_tier),
       'killSwitches', (SELECT coalesce(jsonb_agg(jsonb_build_object('scope', scope, 'reason', reason)), '[]') FROM kill_switches),
       'contacts', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'role', role, 'name', name, 'email', email,
           'phone', phone, 'zone', zone) ORDER BY id), '[]') FROM contacts WHERE customer_key = t.customer_key),
       'consents', (SELECT coalesce(jsonb_agg(jsonb_build_object('channel', channel, 'class', class, 'granted', granted)), '[]')
           FROM consents WHERE customer_key = t.customer_key),
       'suppressions', (SELECT coalesce(jsonb_agg(jsonb_build_object('channel', channel, 'class', class, 'reason', reason)), '[]')
           FROM suppressions WHERE customer_key = t.customer_key),
       'counted', (SELECT coalesce(jsonb_agg(jsonb_build_object('at', iso(coalesce(attempting_at, reserved_at)), 'class', class)), '[]')
           FROM effects WHERE customer_key = t.customer_key AND kind = 'message' AND request_key <> $3
             AND state IN ('reserved', 'attempting', 'done', 'inDoubt') AND updated_at > $2::timestamptz),
       'reminders', (SELECT coalesce(jsonb_agg(iso(coalesce(attempting_at, reserved_at))), '[]')
           FROM effects WHERE treatment_id = t.id AND kind = 'message' AND request_key <> $3
             AND state IN ('reserved', 'attempting', 'done', 'inDoubt')),
       'handledBy', ${handledBySql('t.customer_key', '$4')},
       'confidences', (SELECT coalesce(jsonb_object_agg(dimension, score->'confidence'), '{}') FROM scores
           WHERE customer_key = t.customer_key),
       'approvals', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'step', step, 'path', path, 'state', state,
           'draftTemplate', draft_template, 'draftSubject', draft_subject, 'draftText', draft_text,
           'finalSubject', final_subject, 'finalText', final_text) ORDER BY requested_at DESC), '[]')
           FROM approvals WHERE treatment_id = t.id)
     ) AS facts FROM treatments t WHERE t.id = $1`,
    [question.treatmentId, question.countedFrom, question.except, question.now],
  );
  if (!row) throw new Error(`no treatment ${question.treatmentId} in the store: an effect needs one`);
  return row.facts;
}

/** What the gate knows of one invoice before a charge. */
export interface ChargeFacts {
  readonly invoice: {
    readonly id: string;
    readonly amountMinor: number;
    readonly currency: string;
    readonly state: string;
    readonly firstFailureAt: string | null;
    readonly lastFailureAt: string | null;
    readonly declineCode: string | null;
    readonly paymentMethod: string | null;
  };
  /** Our own attempts, oldest first. */
  readonly attempts: readonly {
    readonly requestKey: string;
    readonly attempt: number;
    readonly state: string;
    readonly at: string;
    readonly declineCode: string | null;
  }[];
  readonly methodChangedAt: string | null;
}

/** Reads one invoice, our attempts at it and when the customer last changed the payment method. */
export async function readChargeFacts(
  tx: Transaction,
  question: {
    readonly customerKey: string;
    readonly invoiceId: string;
    readonly methodChangedSignal: string;
  },
): Promise<ChargeFacts | undefined> {
  const [row] = await tx.query<{ facts: ChargeFacts }>(
    `SELECT jsonb_build_object(
       'invoice', jsonb_build_object('id', i.id, 'amountMinor', i.amount_minor, 'currency', i.currency, 'state', i.state,
         'firstFailureAt', iso(i.first_failure_at), 'lastFailureAt', iso(i.last_failure_at),
         'declineCode', i.decline_code, 'paymentMethod', i.payment_method),
       'attempts', (SELECT coalesce(jsonb_agg(jsonb_build_object('requestKey', request_key, 'attempt', attempt, 'state', state,
           'at', iso(coalesce(settled_at, attempting_at, updated_at)), 'declineCode', receipt->>'declineCode') ORDER BY attempt), '[]')
         FROM effects WHERE customer_key = i.customer_key AND invoice_id = i.id AND kind = 'charge' AND attempt IS NOT NULL),
       'methodChangedAt', (SELECT iso(max(accepted_at)) FROM signals WHERE customer_key = i.customer_key AND name = $3)
     ) AS facts FROM invoices i WHERE i.customer_key = $1 AND i.id = $2`,
    [question.customerKey, question.invoiceId, question.methodChangedSignal],
  );
  return row?.facts;
}

/** Ids of the customer's open invoices, in order. */
export async function listOpenInvoices(tx: Transaction, customerKey: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT id FROM invoices WHERE customer_key = $1 AND state = 'open' ORDER BY id`,
    [customerKey],
  );
  return rows.map((row) => row.id);
}
