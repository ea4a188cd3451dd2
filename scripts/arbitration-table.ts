import { arbitrate } from '../domain/arbitration/arbitrate';
import type { Decision } from '../domain/arbitration/decision';
import type { CompiledBook } from '../domain/compiled-book';
import type { Crossing } from '../domain/crossing';
import type { Playbook } from '../domain/playbook';

const at = '2026-01-01T00:00:00.000Z';
const customerKey = '000000000000';

/** docs/arbitration.md: what the start of each play means for each other that is open, as arbitration itself decides it. */
export function arbitrationTable(book: CompiledBook): string {
  const plays = inOrder(book);
  const letters = plays.map((_, index) => String(index + 1));
  const rows = plays.map((starting, index) => {
    const cells = plays.map((running) => wordsFor(book, starting, running));
    return `| **${letters[index]}** ${starting.id} | ${cells.join(' | ')} |`;
  });
  return `${[
    '# Arbitration',
    'Decided by `arbitrate` for the shipped book and written by `npm run -s write:arbitration`.',
    '## Who comes first',
    'Of several plays that want to start at one moment: fraud before payment before service before marketing, then the higher priority, then the higher priority of the segment, then what is worth more for this customer (`expectedValue`), then the crossing.',
    orderTable(plays),
    '## What a start means for a play that is open',
    'Rows want to start, columns are running or paused for the same customer.',
    [
      '- **beside**: both run',
      '- **joins**: the running treatment is told, no other is started: it is about the same matter',
      '- **waits**: it starts when the other has closed, if the customer still belongs to the segment then',
      '- **pauses**: it starts, the other stands still until it has closed',
      '- **ends**: it starts, the other is stopped',
    ].join('\n'),
    [
      `| starts ↓, open → | ${letters.join(' | ')} |`,
      `| --- | ${letters.map(() => '---').join(' | ')} |`,
      ...rows,
    ].join('\n'),
    'A treatment that is ending is waited for by plays of the same matter and by nobody else. After its end its own cool-down counts for its own play alone.',
  ].join('\n\n')}\n`;
}

const ranks: readonly Playbook['class'][] = ['fraud', 'payment', 'service', 'marketing'];

function inOrder({ playbooks }: CompiledBook): Playbook[] {
  return Object.values(playbooks).sort(
    (one, other) =>
      ranks.indexOf(one.class) - ranks.indexOf(other.class) ||
      other.priority - one.priority ||
      (one.id < other.id ? -1 : 1),
  );
}

function orderTable(plays: readonly Playbook[]): string {
  const rows = plays.map(({ id, class: rank, priority, dimension, per, expectedValue }) => {
    const about = per === 'context' ? `${dimension}, each context by itself` : dimension;
    return `| ${id} | ${rank} | ${priority} | ${about} | ${expectedValue ? `\`${expectedValue}\`` : ''} |`;
  });
  return ['| play | class | priority | matter | worth |', '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function wordsFor(book: CompiledBook, starting: Playbook, running: Playbook): string {
  const segment = 'asked-for';
  const asked = book.segments.find(({ source }) => source === 'external');
  if (!asked) throw new Error('the book has no external segment to ask for a play with');
  const [decision] = arbitrate({
    book: {
      ...book,
      segments: [{ ...asked, id: segment, treat: [{ play: starting.id, with: {} }] }],
      playbooks: { ...book.playbooks, [starting.id]: { ...starting, holdoutShare: 0 } },
    },
    customerKey,
    crossings: [{ ...crossingInto(segment), ...contextOf(starting) }],
    deferred: [],
    treatments: [{ ...openOne, playbook: running.id, ...contextOf(running) }],
    facts: {
      signals: {},
      scores: {},
      segments: [segment],
      value: { amount: 0, tier: 'low' },
      customer: {},
      context: { id: '', kind: '' },
      invoices: { open: 0, openAmount: 0, paid: 0, void: 0, uncollectible: 0, attempts: 0, declineCode: '' },
    },
    asOf: at,
    salt: 'docs',
    globalShare: 0,
  });
  return words(decision);
}

const openOne = { id: 'open', state: 'running', segment: 'another', arm: 'treatment' } as const;

// Two plays about contexts are about different ones here; the same context twice is one matter.
function contextOf({ id, per }: Playbook): { readonly context?: string } {
  return per === 'context' ? { context: `case:${id}` } : {};
}

function crossingInto(segment: string): Crossing {
  return {
    id: 'crossing',
    customerKey,
    segment,
    direction: 'entered',
    scores: {},
    reasons: [],
    sources: [],
    bookHash: 'docs',
    sequence: 1,
    occurredAt: at,
    breachedAt: at,
    origin: 'external',
  };
}

function words(decision: Decision | undefined): string {
  switch (decision?.action) {
    case 'start': {
      const [preempted] = decision.preempts;
      if (!preempted) return 'beside';
      return preempted.how === 'pause' ? 'pauses' : 'ends';
    }
    case 'update':
      return 'joins';
    case 'defer':
      return 'waits';
    case 'leave':
    case 'ignore':
    case undefined:
      throw new Error(`nothing was decided about the start: ${JSON.stringify(decision)}`);
  }
}
