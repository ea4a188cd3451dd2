import { expireApproval, loadApproval, remindApproval } from '../application/people/approvals';
import { isEdited } from '../application/people/decide-approval';
import { openApproval, type ApprovalAsk } from '../application/people/open-approval';
import type {
  ApprovalCommand,
  ApprovalView,
  OpenedApproval,
  StepCommand,
} from '../domain/treatment-activities';
import type { Application } from '../application/application';
import type { Transaction } from '../ports/store/store';
import type { ApprovalRow } from '../ports/store/tables/approvals';
import { readTreatment } from '../ports/store/tables/treatments';
import type { TreatmentActivityDeps } from './deps';
import { report } from './report';
import { renderLine, variablesFor } from './variables';

/** Asks a person for a decision, with the draft rendered for them to edit. */
export async function askForApproval(
  deps: TreatmentActivityDeps,
  command: ApprovalCommand,
): Promise<OpenedApproval> {
  const { app } = deps;
  return app.store.transaction(async (tx) => {
    const { title, draft, progress: _progress, ...ask } = command;
    const rendered = {
      ...ask,
      title: await renderLine(tx, deps, command, title),
      draft: await renderDraft(tx, deps, command, draft),
    };
    const answer = await openApproval(tx, app, rendered);
    const facts = await report(tx, app, command);
    if (!answer.ok) return { status: 'refused', code: answer.code, why: answer.message, facts };
    const { approval, remindAt, roles, decided } = answer;
    const { id, dueAt, expiresAt, approvers } = approval;
    const more = { ...(approvers > 1 && { approvers }), ...(decided && { decided }) };
    return { status: 'open', approvalId: id, dueAt, remindAt, expiresAt, roles, ...more, facts };
  });
}

async function renderDraft(
  tx: Transaction,
  deps: TreatmentActivityDeps,
  command: ApprovalCommand,
  templateId?: string,
): Promise<ApprovalAsk['draft']> {
  if (templateId === undefined) return undefined;
  const treatment = await readTreatment(tx, command.treatmentId);
  const template = treatment && (await deps.app.books.byHash(tx, treatment.bookHash)).templates[templateId];
  if (!template) throw new RangeError(`the book of ${command.treatmentId} has no template "${templateId}"`);
  const { subject, text } = deps.render(template, await variablesFor(tx, deps, command));
  return { template: templateId, subject, text };
}

type OfApproval = StepCommand & { readonly approvalId: string };

/** Reads a decision. */
export async function readDecision(
  { app }: TreatmentActivityDeps,
  command: OfApproval,
): Promise<ApprovalView> {
  return app.store.transaction(async (tx) =>
    view(tx, app, command, await loadApproval(tx, command.approvalId)),
  );
}

/** Reminds those who may decide. */
export async function sendReminder(
  { app }: TreatmentActivityDeps,
  command: OfApproval,
): Promise<ApprovalView> {
  return app.store.transaction(async (tx) =>
    view(tx, app, command, await remindApproval(tx, app, command.approvalId)),
  );
}

/** Ends an approval nobody decided in time. */
export async function endApproval(
  { app }: TreatmentActivityDeps,
  command: OfApproval,
): Promise<ApprovalView> {
  return app.store.transaction(async (tx) =>
    view(tx, app, command, await expireApproval(tx, app, command.approvalId)),
  );
}

// Who decided travels as the role: a subject can be an address, and histories keep no personal data.
async function view(
  tx: Transaction,
  app: Application,
  command: StepCommand,
  row: ApprovalRow,
): Promise<ApprovalView> {
  const { id, state, decidedRole } = row;
  return {
    approvalId: id,
    state,
    by: decidedRole ?? '',
    edited: isEdited(row),
    facts: await report(tx, app, command),
  };
}
