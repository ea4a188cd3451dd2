import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalText } from './entry';

/** Where one chain stood at the end of a day on which it moved. */
export interface ChainEnd {
  readonly customerKey: string;
  readonly position: number;
  readonly hash: string;
}

/** One hash over all chains that moved on a day; exporting it makes a later rewrite of that day visible. */
export function dailyRoot(day: string, ends: readonly ChainEnd[]): string {
  const sorted = [...ends].sort((a, b) => (a.customerKey < b.customerKey ? -1 : 1));
  return bytesToHex(sha256(utf8ToBytes(canonicalText({ day, ends: sorted }))));
}
