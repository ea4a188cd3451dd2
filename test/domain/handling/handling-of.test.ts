import { adjustmentsBetween } from '../../../domain/handling/adjustments';
import { handlingOf, type HandlingBook } from '../../../domain/handling/handling-of';
import type { SegmentDefinition } from '../../../domain/segments/segment';
import { compiledBook, segmentDefinition } from '../../support/book-builder';

const day = 86_400_000;
const queue = (name: string, priority = 1) => ({ queue: name, skills: [], priority });
const nowhere = queue('');

const segments: readonly SegmentDefinition[] = [
  segmentDefinition('rich', {
    layer: 'value',
    priority: 99,
    routing: queue('executives'),
    changes: { serviceLevel: 'dedicated', eligibility: 'growth' },
  }),
  segmentDefinition('risky', {
    layer: 'risk',
    priority: 10,
    routing: queue('success'),
    stakes: 'medium',
    changes: { serviceLevel: 'urgent', contactFrequency: 'weekly' },
    escalation: { hard: [], soft: ['complaint'] },
  }),
  segmentDefinition('late', { layer: 'risk', routing: nowhere, changes: { serviceLevel: 'slow' } }),
  segmentDefinition('eager', {
    layer: 'behaviour',
    routing: nowhere,
    changes: { contactFrequency: 'frequent', topic: 'news' },
    automationScope: { words: 'full', depth: 'brief' },
  }),
  segmentDefinition('asks', {
    layer: 'intent',
    routing: nowhere,
    automationScope: { words: 'answers', tone: 'plain', depth: 'technical', retrieval: ['docs', 'policies'] },
  }),
  segmentDefinition('legal', {
    layer: 'intent',
    routing: nowhere,
    changes: { eligibility: 'nothing', stakes: 'high' },
    automationScope: { words: 'quotes', retrieval: ['policies'] },
  }),
];

const { policies } = compiledBook();
const book: HandlingBook = {
  segments,
  policies: {
    ...policies,
    contact: {
      ...policies.contact,
      frequencies: {
        frequent: { messages: 4, periodMs: 7 * day },
        weekly: { messages: 1, periodMs: 7 * day },
        held: { messages: 0, periodMs: day },
      },
    },
    serviceLevels: {
      slow: { firstResponseMs: 5 * day, words: 'some day' },
      dedicated: { firstResponseMs: day, words: 'a day' },
      urgent: { firstResponseMs: day / 6, words: 'soon' },
    },
    eligibility: {
      everybody: ['credit'],
      levels: {
        growth: { adds: ['bundle'], removes: [] },
        nothing: { adds: [], removes: ['credit', 'bundle'] },
      },
    },
  },
};
const of = (...ids: string[]) =>
  handlingOf(
    book,
    ids.map((segment) => ({ segment })),
  );

describe('how a customer is handled', () => {
  it('is what the policies give everybody while no segment says anything', () => {
    expect(of()).toEqual({ content: {}, eligibility: { offers: ['credit'], because: [] } });
  });

  it('asks risk before value where work goes, whatever the priorities', () => {
    expect(of('rich', 'risky').routing).toMatchObject({ value: { queue: 'success' }, because: 'risky' });
  });

  it('answers as soon as any of the segments promises', () => {
    expect(of('rich', 'risky').serviceLevel).toEqual({ value: 'urgent', because: 'risky' });
    expect(of('rich', 'late').serviceLevel).toEqual({ value: 'dedicated', because: 'rich' });
  });

  it('takes the strictest contact frequency and restores when its segment is left', () => {
    expect(of('eager', 'risky').contactFrequency).toEqual({ value: 'weekly', because: 'risky' });
    expect(of('eager').contactFrequency).toEqual({ value: 'frequent', because: 'eager' });
  });

  it('offers what a segment opens, unless another takes it away', () => {
    expect(of('rich').eligibility?.offers).toEqual(['bundle', 'credit']);
    expect(of('rich', 'legal').eligibility).toEqual({ offers: [], because: ['legal', 'rich'] });
  });

  it('has stakes only where a segment asks for them, and the highest', () => {
    expect(of('risky').stakes).toBeUndefined();
    expect(of('risky', 'legal').stakes).toEqual({ value: 'high', because: 'legal' });
  });

  it('raises the stakes of a segment by one for a fact it watches, and of no other', () => {
    const seen = (segment: string) =>
      handlingOf(book, [{ segment: 'risky' }], [{ segment, signal: 'complaint' }]).stakes;
    expect(seen('risky')).toEqual({ value: 'high', because: 'risky' });
    expect(seen('rich')).toBeUndefined();
  });

  it('writes as intent says before behaviour, and takes what only behaviour has', () => {
    expect(of('asks', 'eager').content).toMatchObject({
      topic: { value: 'news', because: 'eager' },
      depth: { value: 'technical', because: 'asks' },
      tone: { value: 'plain', because: 'asks' },
    });
  });

  it('looks things up only where every segment that names sources lets it', () => {
    expect(of('asks', 'legal').content.retrieval).toEqual(['policies']);
  });

  it('lets the newer of two equal memberships decide: current beats old', () => {
    const twins = ['old', 'new'].map((id) => segmentDefinition(id, { routing: queue(`of-${id}`) }));
    const { routing } = handlingOf({ ...book, segments: twins }, [
      { segment: 'new', since: '2026-02-01T00:00:00.000Z' },
      { segment: 'old', since: '2026-01-01T00:00:00.000Z' },
    ]);
    expect(routing?.because).toBe('new');
  });

  it('counts a segment entered for several contexts from the latest of them', () => {
    const twins = ['calls', 'chats'].map((id) => segmentDefinition(id, { routing: queue(id) }));
    const { routing } = handlingOf({ ...book, segments: twins }, [
      { segment: 'chats', since: '2026-03-01T00:00:00.000Z' },
      { segment: 'calls', since: '2026-02-01T00:00:00.000Z' },
      { segment: 'chats', since: '2026-01-01T00:00:00.000Z' },
    ]);
    expect(routing?.because).toBe('chats');
  });
});

describe('what a crossing adjusts', () => {
  it('names each level before and after, and the segment that decides', () => {
    expect(adjustmentsBetween(of('eager'), of('eager', 'risky'))).toEqual([
      { what: 'contactFrequency', from: 'frequent', to: 'weekly', because: 'risky' },
      { what: 'serviceLevel', from: null, to: 'urgent', because: 'risky' },
    ]);
  });

  it('names the segment that decided until now where nobody does any more', () => {
    expect(adjustmentsBetween(of('rich'), of())).toEqual([
      { what: 'serviceLevel', from: 'dedicated', to: null, because: 'rich' },
      { what: 'eligibility', from: 'bundle, credit', to: null, because: 'rich' },
    ]);
  });

  it('is nothing where another segment says the same', () => {
    expect(adjustmentsBetween(of('eager'), of('eager', 'asks'))).toEqual([]);
  });
});
