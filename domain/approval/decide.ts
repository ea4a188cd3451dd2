import type { ApprovalPolicy } from '../policies';
import type { Tier } from '../words';
import { msOf } from '../iso-instant';

/** A decision as a person gives it. */
export interface DecisionAsked {
  readonly decision: 'approve' | 'reject';
  readonly comment?: string;
  readonly finalSubject?: string;
  readonly finalText?: string;
  /** The person has seen that the facts have changed since the request. */
  readonly confirmStale?: boolean;
}

/** What a decision is checked against, read under the customer's lock. */
export interface DecisionContext {
  readonly now: string;
  readonly state: string;
  readonly expiresAt: string;
  readonly policy?: ApprovalPolicy;
  readonly policyName: string;
  readonly roles: readonly string[];
  readonly byPerson: boolean;
  /** Who decides now; a raw signal does not say it. */
  readonly subject: string;
  readonly signed: boolean;
  /** How many different people must approve, and who has. */
  readonly approvers: number;
  readonly approvedBy: readonly string[];
  readonly hasDraft: boolean;
  readonly tierThen: Tier;
  readonly tierNow: Tier;
}

/** A decision that holds, or why it does not, naming the field and the fix. */
export type DecisionChecked =
  /** Not settled = one of several has approved, the others have not. */
  | { readonly ok: true; readonly role: string; readonly settled: boolean }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly field?: string };

/** Whether a decision may be recorded: still open, by a role that may decide, on facts that still hold. */
export function checkDecision(asked: DecisionAsked, context: DecisionContext): DecisionChecked {
  if (context.state !== 'open')
    return no('notOpen', `the approval is ${context.state}; nothing is left to decide`);
  if (msOf(context.now) >= msOf(context.expiresAt)) {
    return no('expired', `the approval expired at ${context.expiresAt}; the treatment goes on without it`);
  }
  if (!context.policy) {
    return no(
      'unknownPolicy',
      `policies.yaml has no approval policy "${context.policyName}"; publish a book that has it`,
    );
  }
  if (!context.byPerson) return no('notAPerson', 'a service cannot decide; use a token of a person');
  const role = context.policy.roles.find((one) => context.roles.includes(one));
  if (role === undefined) {
    return no(
      'roleMissing',
      `deciding needs one of the roles ${context.policy.roles.join(', ')}; use a token that has it`,
    );
  }
  const settled = asked.decision === 'reject' || context.approvedBy.length + 1 >= context.approvers;
  return (
    checkEyes(asked, context) ??
    checkText(asked, context) ??
    checkFacts(asked, context) ?? { ok: true, role, settled }
  );
}

// Maker is not checker: another person, and the same words.
function checkEyes(
  asked: DecisionAsked,
  { approvers, approvedBy, subject, signed }: DecisionContext,
): DecisionChecked | undefined {
  if (approvers === 1) return undefined;
  if (!signed)
    return no(
      'unsigned',
      `this needs ${approvers} different people, and a raw signal does not say who sends it; use the API`,
    );
  if (asked.decision === 'reject' || approvedBy.length === 0) return undefined;
  if (approvedBy.includes(subject))
    return no('sameApprover', 'you have approved this already; another person must approve it too');
  const field = (['finalSubject', 'finalText'] as const).find((name) => asked[name] !== undefined);
  if (field === undefined) return undefined;
  return no(
    'textApproved',
    `the first approver has approved the text as it is; leave ${field} out, or reject it`,
    field,
  );
}

function checkText(asked: DecisionAsked, { hasDraft }: DecisionContext): DecisionChecked | undefined {
  for (const field of ['finalSubject', 'finalText'] as const) {
    const text = asked[field];
    if (text === undefined) continue;
    if (asked.decision === 'reject')
      return no('textOnReject', `${field} goes with "approve" only; leave it out`, field);
    if (!hasDraft) return no('noDraft', `this approval has no draft to edit; leave ${field} out`, field);
    if (text.trim() === '')
      return no('emptyText', `${field} is empty; write the text or leave it out to send the draft`, field);
  }
  return undefined;
}

function checkFacts(
  { confirmStale }: DecisionAsked,
  { tierThen, tierNow }: DecisionContext,
): DecisionChecked | undefined {
  if (tierThen === tierNow || confirmStale === true) return undefined;
  return no(
    'staleFacts',
    `the score was ${tierThen} when this was asked and is ${tierNow} now; look at it again and send confirmStale: true`,
    'confirmStale',
  );
}

function no(code: string, message: string, field?: string): DecisionChecked {
  return { ok: false, code, message, ...(field === undefined ? {} : { field }) };
}
