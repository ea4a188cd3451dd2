import type { Expression } from './expressions/expression';

/** When cases of one topic, counted over all customers, become an issue of the product. */
export interface CaseRule {
  /** Names the topic of the case, e.g. `signals.public_complaint`. */
  readonly topic: Expression;
  /** So many cases within the window make an issue. */
  readonly issueAt: number;
  readonly withinMs: number;
  /** Who gets the one task of the issue. */
  readonly queue: string;
  readonly title: string;
  readonly dueMs: number;
}

/** What one more case came to; the outcome of its step. */
export type CaseOutcome = 'recorded' | 'issueOpened' | 'issueJoined';

// Whoever writes more tells a story, and no two stories are the same.
const longestTopic = 200;

/** The topic as it is counted: what people write differently is one topic. Undefined = there is none, or a text too long to be one. */
export function topicKey(text: string | undefined): string | undefined {
  const key = text?.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');
  return key === undefined || key === '' || key.length > longestTopic ? undefined : key;
}

/** A case joins the open issue of its topic; without one, enough cases that belong to none yet make one. */
export function caseOutcome(
  rule: Pick<CaseRule, 'issueAt'>,
  topic: { readonly issueOpen: boolean; /** This one included. */ readonly waiting: number },
): CaseOutcome {
  if (topic.issueOpen) return 'issueJoined';
  return topic.waiting >= rule.issueAt ? 'issueOpened' : 'recorded';
}
