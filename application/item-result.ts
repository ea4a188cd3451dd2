/** What became of one item of a batch. */
export interface ItemResult {
  readonly id: string;
  readonly status: 'accepted' | 'duplicate' | 'rejected';
  readonly code?: string;
  readonly message?: string;
  readonly field?: string;
  /** Ids of crossings it led to. */
  readonly crossings: string[];
  /** Ids of treatments it started, told or ended. */
  readonly treatments: string[];
  /** Playbooks whose start the storm breaker holds back; absent = none. */
  readonly held?: string[];
}

/** An item that was not taken, with the field and the fix. */
export function rejected(
  id: string,
  fault: { readonly code: string; readonly message: string; readonly field: string },
): ItemResult {
  return { id, status: 'rejected', ...fault, crossings: [], treatments: [] };
}
