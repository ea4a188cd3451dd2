import { performGated, type Transport } from '../application/gate/perform-gated';
import type { AttemptEnd } from '../application/gate/settle';
import type { ReadContext } from '../application/gate/read-context';
import { openTask } from '../application/people/tasks';
import type { CompiledTemplate } from '../domain/compiled-book';
import type { EffectCommand, EffectResult } from '../domain/treatment-activities';
import { ChannelRejected, ChannelUnavailable, DeliveryInDoubt } from '../ports/channels/channel-failures';
import type { Transaction } from '../ports/store/store';
import type { EffectRow } from '../ports/store/tables/effects';
import { insertSuppression } from '../ports/store/tables/suppressions';
import { TemplateFault, type RenderedTemplate } from '../ports/templates/template';
import { gateOf, type TreatmentActivityDeps } from './deps';
import { answerOf, askOf } from './effect-result';
import { invitationTo, meetingOf, type Meeting } from './invitation';
import { report } from './report';
import { variablesFor } from './variables';

const doubtDueMs = 86_400_000;
const hardBounce = 'hardBounce';

/** A mail before it is rendered. */
interface PreparedMail {
  readonly to: string;
  readonly from: string;
  /** Of the contact it goes to. */
  readonly role: string;
  readonly template: CompiledTemplate;
  readonly variables: object;
  /** The meeting it invites to. */
  readonly meeting?: Meeting;
  /** Name of the recipient. */
  readonly name: string;
  /** Text a person approved; it is sent word for word. */
  readonly approved?: { readonly subject: string; readonly text: string };
}

/** Sends one message to the contact with the role the step names, at most once. */
export async function sendMessage(
  deps: TreatmentActivityDeps,
  command: EffectCommand,
): Promise<EffectResult> {
  if (command.effect.kind !== 'message')
    throw new RangeError(`sendMessage was asked for a ${command.effect.kind}`);
  const performed = await performGated(deps.app, askOf(command), {
    transport: messageTransport(deps),
    parts: gateOf(deps),
    report: async (tx, row): Promise<EffectResult> => {
      const answer = await answerOf(tx, row);
      const held = answer.status === 'deferred' ? answer : undefined;
      return { ...answer, facts: await report(tx, deps.app, command, held) };
    },
  });
  return performed.report;
}

/** How a message goes out, and what becomes of one that was cut off. */
export function messageTransport(deps: TreatmentActivityDeps): Transport<PreparedMail> {
  return {
    prepare: (tx, row, read) => prepare(tx, deps, row, read),
    send: (row, mail) => send(deps, row, mail),
    // SMTP cannot be asked what became of a mail, so a second try could be a second mail.
    recover: async () => ({
      state: 'inDoubt',
      why: 'cut off while the mail was being sent; whether it arrived cannot be asked',
    }),
    settled: (tx, row) => follow(tx, deps, row),
  };
}

async function prepare(
  tx: Transaction,
  deps: TreatmentActivityDeps,
  row: EffectRow,
  read: ReadContext,
): Promise<PreparedMail> {
  const { effect } = row.spec;
  const templateId = effect.kind === 'message' ? effect.template : '';
  const template = read.pinned.templates[templateId];
  if (!template) throw new RangeError(`book ${read.pinned.hash} has no template "${templateId}"`);
  const { approval, contact, context } = read;
  const approved =
    approval?.finalText == null
      ? undefined
      : { subject: approval.finalSubject ?? template.subject, text: approval.finalText };
  const meeting = meetingOf(row, read);
  const variables = { ...(await variablesFor(tx, deps, row, contact)), ...(meeting && { meeting }) };
  return {
    meeting,
    name: contact?.name ?? '',
    to: context.recipient?.address ?? '',
    from: context.policies.contact.sender,
    role: contact?.role ?? '',
    template,
    variables,
    approved,
  };
}

async function send(deps: TreatmentActivityDeps, row: EffectRow, mail: PreparedMail): Promise<AttemptEnd> {
  if (row.channel !== 'email') return failed('channelMissing', `no channel for ${row.channel} is set up`);
  try {
    const content: RenderedTemplate = mail.approved ?? deps.render(mail.template, mail.variables);
    const sentAt = deps.app.clock.now();
    const { meeting } = mail;
    const message = {
      messageId: gateOf(deps).idempotencyKey(row),
      to: mail.to,
      from: mail.from,
      ...content,
      headers: {},
      sentAt,
    };
    const asked = { ...message, name: mail.name };
    const invitation = meeting && invitationTo(meeting, asked, sentAt);
    const receipt = await deps.email.send({ ...message, ...(invitation && { invitation }) });
    return {
      state: 'done',
      receipt: { outcome: 'sent', reference: receipt.providerMessageId, role: mail.role },
    };
  } catch (error) {
    return endOfFailure(error);
  }
}

function endOfFailure(error: unknown): AttemptEnd {
  if (error instanceof ChannelUnavailable) return { state: 'notSent', error };
  if (error instanceof DeliveryInDoubt) return { state: 'inDoubt', why: error.message };
  if (error instanceof ChannelRejected)
    return failed(error.suppress ? hardBounce : `rejected:${error.statusCode}`, error.message);
  if (error instanceof TemplateFault) return failed('templateFault', error.message);
  throw error;
}

function failed(code: string, why: string): AttemptEnd {
  return { state: 'failed', receipt: { outcome: 'failed', code, why } };
}

// A bounce ends writing to that address; a message people rely on is checked by a person when in doubt.
async function follow(tx: Transaction, deps: TreatmentActivityDeps, row: EffectRow): Promise<void> {
  const { app } = deps;
  const at = app.clock.now();
  const { customerKey, treatmentId, step, path } = row;
  if (row.state === 'failed' && row.receipt?.code === hardBounce) {
    await insertSuppression(tx, {
      customerKey,
      channel: row.channel ?? 'email',
      class: 'all',
      reason: hardBounce,
      at,
    });
  }
  if (row.state !== 'inDoubt' || row.class === 'marketing') return;
  const { operationsQueue } = (await app.books.active(tx)).policies;
  await openTask(tx, app, {
    treatmentId,
    customerKey,
    step,
    path: `${path}/inDoubt`,
    queue: operationsQueue,
    title: `Check whether the message of step ${step} arrived`,
    details: `${row.receipt?.why ?? ''} (${row.requestKey})`,
    dueAt: new Date(Date.parse(at) + doubtDueMs).toISOString(),
    keepOpen: true,
  });
}
