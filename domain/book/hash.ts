import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import type { CompiledBook } from '../compiled-book';
import type { Program } from '../program';

type Unhashed = Omit<CompiledBook, 'hash'>;

/** The book as plain JSON with its hash: first 16 hex characters of SHA-256 over its RFC 8785 canonical form. */
export function sealBook(content: Unhashed): CompiledBook {
  const text = canonicalize(withHash(content, '')) ?? '';
  const hash = bytesToHex(sha256(utf8ToBytes(text))).slice(0, 16);
  // Parsed from its own canonical text, so that what is hashed, stored and run are one.
  return { hash, ...withHash(JSON.parse(text) as Unhashed, hash) };
}

/** Whether a stored book is what its hash says. */
export function bookHashFits({ hash, ...content }: CompiledBook): boolean {
  return sealBook(content).hash === hash;
}

// Programs name the book they belong to; while hashing, that name is empty.
function withHash(content: Unhashed, hash: string): Unhashed {
  const named = (program: Program): Program => ({ ...program, bookHash: hash });
  const playbooks = Object.entries(content.playbooks).map(([id, playbook]) => [
    id,
    { ...playbook, program: named(playbook.program), observer: named(playbook.observer) },
  ]);
  return { ...content, playbooks: Object.fromEntries(playbooks) as Unhashed['playbooks'] };
}
