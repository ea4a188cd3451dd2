import type { UnsignedAct } from '../../domain/treatment-activities';
import { listOpenApprovalsOf } from '../../ports/store/tables/approvals';
import { insertUnsignedAct } from '../../ports/store/tables/unsigned-acts';
import type { Actor, Application } from '../application';
import { pauseTreatment, resumeTreatment, stopTreatment } from '../controls';
import { decideApproval } from './decide-approval';
import { keptUnread, unreadable } from './unreadable-act';

/** Whether a raw signal counts, and why. */
export interface UnsignedAnswer {
  readonly accepted: boolean;
  readonly why: string;
  /** It did not have the shape of what it claims to be. */
  readonly malformed?: true;
}

const nobody = 'unsigned';

/** Takes an act that came as a raw Temporal signal, without a token: obeyed only where the deployment trusts such signals. */
export async function acceptUnsigned(
  app: Application,
  asked: { readonly treatmentId: string; readonly act: UnsignedAct; readonly trusted: boolean },
): Promise<UnsignedAnswer> {
  const { treatmentId, act } = asked;
  const answer = await answerTo(app, asked);
  const kept = answer.malformed ? keptUnread(act) : act;
  await app.store.transaction((tx) =>
    insertUnsignedAct(tx, { treatmentId, act: kept, ...answer, at: app.clock.now() }),
  );
  if (!answer.accepted)
    app.log.warn({ treatmentId, act: act.kind, why: answer.why }, 'a raw signal was not obeyed');
  return answer;
}

async function answerTo(
  app: Application,
  { treatmentId, act, trusted }: Parameters<typeof acceptUnsigned>[1],
): Promise<UnsignedAnswer> {
  const why = unreadable(act);
  if (why !== undefined) return { accepted: false, malformed: true, why };
  if (trusted) return obey(app, treatmentId, act);
  return { accepted: false, why: 'raw signals are not trusted here: use the API, which knows who asks' };
}

async function obey(app: Application, treatmentId: string, act: UnsignedAct): Promise<UnsignedAnswer> {
  if (act.kind === 'decision') return decide(app, treatmentId, act);
  const actor: Actor = { subject: nobody, kind: 'person', roles: [], scopes: [] };
  const reason = act.reason ?? `${act.kind} by a raw signal`;
  const acts = { pause: pauseTreatment, resume: resumeTreatment, stop: stopTreatment };
  const done = await acts[act.kind](app, treatmentId, { actor, reason });
  return done.ok
    ? { accepted: true, why: `${act.kind} was accepted` }
    : { accepted: false, why: done.message };
}

async function decide(
  app: Application,
  treatmentId: string,
  act: Extract<UnsignedAct, { kind: 'decision' }>,
): Promise<UnsignedAnswer> {
  const { open, roles } = await app.store.transaction(async (tx) => {
    const policies = (await app.books.active(tx)).policies.approvals;
    return {
      open: await listOpenApprovalsOf(tx, treatmentId),
      roles: Object.values(policies).flatMap((policy) => policy.roles),
    };
  });
  const asked = act.approvalId === undefined ? open : open.filter((row) => row.id === act.approvalId);
  const [approval] = asked;
  if (!approval || asked.length > 1) {
    const why = approval
      ? 'several approvals are open: name one with approvalId'
      : 'no such approval of this treatment is open';
    return { accepted: false, why };
  }
  const done = await decideApproval(app, {
    approvalId: approval.id,
    decision: act.approve ? 'approve' : 'reject',
    comment: act.comment,
    // The Temporal UI shows the present facts beside the question.
    confirmStale: true,
    actor: { subject: nobody, kind: 'person', roles, scopes: [] },
    via: 'unsigned',
  });
  return done.ok
    ? { accepted: true, why: `${approval.id} is ${done.approval.state}` }
    : { accepted: false, why: done.message };
}
