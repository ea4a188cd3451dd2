import type { ApprovalRow } from '../../ports/store/tables/approvals';

/** An open question of one approver about a plan; its customer is the treatment's. */
export function approvalRow(
  fields: Partial<ApprovalRow> & Pick<ApprovalRow, 'id' | 'treatmentId'>,
): ApprovalRow {
  return {
    customerKey: fields.treatmentId.split(':')[2] ?? '',
    step: 'plan',
    path: '',
    policy: 'plan',
    title: 'Recovery plan',
    state: 'open',
    requestedAt: '2026-03-02T09:00:00.000Z',
    dueAt: '2026-03-03T09:00:00.000Z',
    expiresAt: '2026-03-05T09:00:00.000Z',
    remindedAt: null,
    factsSequence: 1,
    factsTier: 'low',
    evidence: {},
    draftTemplate: null,
    draftSubject: null,
    draftText: null,
    finalSubject: null,
    finalText: null,
    decidedBy: null,
    decidedRole: null,
    decidedAt: null,
    comment: null,
    via: null,
    approvers: 1,
    votes: [],
    cohortDecision: null,
    ...fields,
  };
}
