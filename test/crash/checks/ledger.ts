import type { Rule } from '../checker';
import type { LedgerEvidence } from '../evidence';
import { acceptedEnds } from './ended';
import { groupBy } from './group';

const verifies: Rule = ({ audit }) => {
  if (!audit.ok) return [`the ledger does not verify: ${audit.problems.slice(0, 3).join('; ')}`];
  return audit.entries === audit.stored ? [] : [`the audit read ${audit.entries} entries of ${audit.stored}`];
};

// By position in the customer's chain; the clock says nothing about order.
const nothingAfterAnEnd: Rule = (evidence) => {
  const ends = acceptedEnds(evidence);
  return evidence.ledger.flatMap(({ kind, position, content }) => {
    if (kind !== 'attempt' || content.requestKey === undefined) return [];
    const treatmentId = content.requestKey.slice(0, content.requestKey.indexOf('|'));
    const end = ends.get(treatmentId);
    return end && position > end.position
      ? [
          `${content.requestKey} was attempted at ${position}, after the accepted ${end.content.control} at ${end.position}`,
        ]
      : [];
  });
};

const receiptsFollowAttempts: Rule = ({ ledger }) =>
  [...groupBy(ledger.filter(concernsAnEffect), (entry) => entry.content.requestKey ?? '')].flatMap(
    ([key, entries]) => {
      const inOrder = [...entries].sort((one, other) => one.position - other.position);
      const attempts = inOrder.filter((entry) => entry.kind === 'attempt');
      const receipts = inOrder.filter((entry) => entry.kind === 'receipt');
      const first = receipts[0];
      const faults: string[] = [];
      if (first && !(attempts[0] && attempts[0].position < first.position))
        faults.push(`${key} has a receipt and no attempt before it`);
      const done = receipts.filter((entry) => entry.content.state === 'done').length;
      if (done > 1) faults.push(`${key} has ${done} receipts that say done`);
      return faults;
    },
  );

function concernsAnEffect({ kind }: LedgerEvidence): boolean {
  return kind === 'attempt' || kind === 'receipt';
}

const everythingDoneIsInTheLedger: Rule = ({ effects, ledger }) => {
  const done = new Set(
    ledger
      .filter(({ kind, content }) => kind === 'receipt' && content.state === 'done')
      .map(({ content }) => content.requestKey),
  );
  return effects.flatMap(({ requestKey, state }) =>
    state === 'done' && !done.has(requestKey)
      ? [`${requestKey} is done and the ledger has no receipt of it`]
      : [],
  );
};

/** Order and completeness of the immutable record. */
export const ledgerRules: readonly Rule[] = [
  verifies,
  nothingAfterAnEnd,
  receiptsFollowAttempts,
  everythingDoneIsInTheLedger,
];
