import { bytesToHex } from '@noble/hashes/utils.js';
import type { BlocklistPolicy } from '../../domain/policies';
import type { Transaction } from '../../ports/store/store';
import {
  confirmBlock,
  findBlock,
  insertBlock,
  listBlocks,
  removeBlock,
  removeExpiredBlocks,
  type BlockFilter,
  type BlockRow,
} from '../../ports/store/tables/blocklist';
import type { Actor, Application, Refusal } from '../application';
import { digestOf } from './digest';
import { blockHits, type BlockHit, type Seen } from './hits';
import { type Blockable, readPattern } from './pattern';

/** What somebody wants blocked, why and until when. */
export interface BlockAsk {
  readonly kind: Blockable;
  readonly pattern: string;
  readonly reason: string;
  /** The treatment, or a case elsewhere, that led to it. */
  readonly sourceCase?: string;
  readonly expiresAt: string;
  readonly actor: Actor;
}

type Answer = { readonly ok: true; readonly entry: BlockRow } | Refusal;

/** Blocks a pattern; a wide one is only proposed and hits nothing until another person confirms it. */
export async function blockPattern(app: Application, ask: BlockAsk): Promise<Answer> {
  return byWhoMay(app, ask.actor, async (tx, policy) => {
    const now = app.clock.now();
    const read = readPattern(ask.kind, ask.pattern, policy.networks);
    if ('fault' in read) return refuse('invalidPattern', `pattern ${read.fault}`, 'pattern');
    const fault = expiryFault(ask.expiresAt, now, policy);
    if (fault !== undefined) return refuse('invalidExpiry', fault, 'expiresAt');
    const { kind, text, wide } = read;
    const digest = (await digestOf(tx, app))(kind, text);
    await removeExpiredBlocks(tx, { kind, digest, now });
    const id = `block:${bytesToHex(app.randomBytes(10))}`;
    const isNew = await insertBlock(tx, {
      id,
      kind,
      digest,
      pattern: wide ? text : null,
      reason: ask.reason,
      sourceCase: ask.sourceCase ?? null,
      state: wide ? 'proposed' : 'active',
      proposedBy: ask.actor.subject,
      proposedAt: now,
      expiresAt: ask.expiresAt,
    });
    if (!isNew)
      return refuse('conflict', `this ${kind} is on the block list already; remove that entry first`);
    return entryOf(tx, app, id);
  });
}

/** The second person's yes to a wide pattern, from which on it hits. */
export async function confirmPattern(
  app: Application,
  { id, actor }: { readonly id: string; readonly actor: Actor },
): Promise<Answer> {
  return byWhoMay(app, actor, async (tx) => {
    const entry = await findBlock(tx, id, app.clock.now());
    if (!entry) return unknown(id);
    if (entry.state !== 'proposed')
      return refuse('notOpen', `the entry is ${entry.state}; nothing is left to confirm`);
    if (entry.proposedBy === actor.subject)
      return refuse('sameApprover', 'you have proposed this pattern; another person must confirm it');
    await confirmBlock(tx, id, { by: actor.subject, at: app.clock.now() });
    return entryOf(tx, app, id);
  });
}

/** Takes an entry off the list. */
export async function unblock(
  app: Application,
  { id, actor }: { readonly id: string; readonly actor: Actor },
): Promise<Answer> {
  return byWhoMay(app, actor, async (tx) => {
    const off = await removeBlock(tx, id, { by: actor.subject, at: app.clock.now() });
    if (off) return entryOf(tx, app, id);
    const entry = await findBlock(tx, id, app.clock.now());
    return entry ? refuse('notOpen', 'the entry is off the list already') : unknown(id);
  });
}

/** Entries of the list, the newest first. */
export async function listBlocklist(app: Application, filter: BlockFilter): Promise<BlockRow[]> {
  return app.store.transaction((tx) => listBlocks(tx, app.clock.now(), filter));
}

/** Entries that a device, an IP address or an e-mail address hits. */
export async function checkBlocklist(app: Application, seen: Seen): Promise<readonly BlockHit[]> {
  return app.store.transaction((tx) => blockHits(tx, app, seen));
}

async function byWhoMay(
  app: Application,
  actor: Actor,
  act: (tx: Transaction, policy: BlocklistPolicy) => Promise<Answer>,
): Promise<Answer> {
  const answer = await app.store.transaction(async (tx) => {
    const policy = (await app.books.active(tx)).policies.blocklist;
    if (!policy) return refuse('noBlocklist', 'policies.yaml has no blocklist; publish a book that has it');
    if (actor.kind !== 'person')
      return refuse('notAPerson', 'a service cannot block; use a token of a person');
    if (policy.roles.some((role) => actor.roles.includes(role))) return act(tx, policy);
    return refuse('roleMissing', `blocking needs one of the roles ${policy.roles.join(', ')}`);
  });
  if (!answer.ok) return answer;
  // Never the pattern: it is personal data.
  const { id, kind, state } = answer.entry;
  app.log.warn({ id, kind, state, by: actor.subject }, 'the block list has changed');
  return answer;
}

async function entryOf(tx: Transaction, app: Application, id: string): Promise<Answer> {
  const entry = await findBlock(tx, id, app.clock.now());
  return entry ? { ok: true, entry } : unknown(id);
}

function expiryFault(expiresAt: string, now: string, { longestMs }: BlocklistPolicy): string | undefined {
  const ms = Date.parse(expiresAt) - Date.parse(now);
  if (ms <= 0) return `expiresAt is past (it is ${now} here); nothing would be blocked`;
  if (ms <= longestMs) return undefined;
  const last = new Date(Date.parse(now) + longestMs).toISOString();
  return `expiresAt is too far away; policies.yaml allows entries until ${last}`;
}

function unknown(id: string): Refusal {
  return refuse('notFound', `there is no entry ${id} on the block list`, 'id');
}

function refuse(code: string, message: string, field?: string): Refusal {
  return { ok: false, code, message, ...(field !== undefined && { field }) };
}
