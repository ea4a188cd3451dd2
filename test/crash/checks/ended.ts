import type { Evidence, LedgerEvidence } from '../evidence';

/** The accepted end of a treatment in the ledger: a stop, a goal or an exit. */
export function acceptedEnds(evidence: Pick<Evidence, 'ledger'>): Map<string, LedgerEvidence> {
  const ends = new Map<string, LedgerEvidence>();
  for (const entry of evidence.ledger) {
    const { accepted, treatmentId, control } = entry.content;
    if (entry.kind !== 'control' || accepted !== true || treatmentId === undefined) continue;
    if (control === 'stop' || control === 'goal' || control === 'exit') ends.set(treatmentId, entry);
  }
  return ends;
}
