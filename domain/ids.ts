import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

const crockford = '0123456789abcdefghjkmnpqrstvwxyz';

/** A new customer key from 12 random bytes given by the caller: 12 Crockford base32 characters, never derived. */
export function customerKeyFrom(random: Uint8Array): string {
  if (random.length < 12) throw new RangeError(`a customer key needs 12 random bytes, got ${random.length}`);
  return Array.from(random.subarray(0, 12), (byte) => crockford[byte & 31]).join('');
}

/** `treatment:<playbook>:<customerKey>:<ordinal>`; also the workflow id. */
export function treatmentId(playbook: string, customerKey: string, ordinal: number): string {
  return `treatment:${playbook}:${customerKey}:${ordinal}`;
}

/** The parts of a treatment id, or undefined for any other text. */
export function parseTreatmentId(
  id: string,
): { playbook: string; customerKey: string; ordinal: number } | undefined {
  const match = /^treatment:([a-z][a-z0-9-]*):([0-9a-z]{12}):(\d+)$/.exec(id);
  return match ? { playbook: match[1]!, customerKey: match[2]!, ordinal: Number(match[3]) } : undefined;
}

/** `crossing:<customerKey>:<sequence>:<n>`: the n-th crossing of one evaluation. */
export function crossingId(customerKey: string, sequence: number, n: number): string {
  return `crossing:${customerKey}:${sequence}:${n}`;
}

/** Unique per ask of a treatment: an activity retry finds the row it made before. */
export function requestKey(treatment: string, step: string, path: string, target: string): string {
  return `${treatment}|${step}|${path}|${target}`;
}

/** What the payment provider must not see twice. */
export function chargeKey(workspace: string, invoiceId: string, attempt: number): string {
  return `charge_${bytesToHex(sha256(utf8ToBytes(`${workspace}|${invoiceId}|${attempt}`))).slice(0, 32)}`;
}

/** Id of an approval, a task or a product issue: derived from the ask, so that asking again finds it. */
export function askId(
  kind: 'approval' | 'task' | 'issue',
  treatment: string,
  step: string,
  path: string,
): string {
  return `${kind}:${bytesToHex(sha256(utf8ToBytes(requestKey(treatment, step, path, kind)))).slice(0, 20)}`;
}

/** Id of a question about a cohort, from random bytes given by the caller. */
export function cohortDecisionId(random: Uint8Array): string {
  return `cohort:${bytesToHex(random.subarray(0, 10))}`;
}
