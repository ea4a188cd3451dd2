import { triggersOf } from '../../../domain/handling/triggers';
import type { Membership } from '../../../domain/segments/segment';
import { compiledBook, segmentDefinition } from '../../support/book-builder';
import { fact } from '../../support/evaluated-customer';

const watching = (id: string, layer: string, hard: string[], soft: string[] = []) =>
  segmentDefinition(id, { layer, escalation: { hard, soft } });
const book = compiledBook({
  segments: [
    watching('worth', 'value', ['complaint']),
    watching('risky', 'risk', ['complaint'], ['tone']),
    watching('unhappy', 'behaviour', [], ['tone', 'complaint']),
    watching('chat', 'intent', ['threat']),
  ],
});
const member = (segment: string, more: Partial<Membership> = {}): Membership => ({
  segment,
  state: 'in',
  breachedAt: '2026-01-01T00:00:00.000Z',
  days: [],
  reasons: [],
  confidence: 1,
  priority: 1,
  ...more,
});
const at = '2026-01-02T00:00:00.000Z';
const words = (members: readonly Membership[], ...facts: readonly ReturnType<typeof fact>[]) =>
  triggersOf(book, members, facts).map(
    ({ kind, segment, fact: { name } }) => `${kind} ${name} ${segment.id}`,
  );

describe('escalation triggers', () => {
  it('give a watched fact to the leading of the segments that have it as a hard trigger, once', () => {
    const everywhere = ['worth', 'risky', 'unhappy'].map((id) => member(id));
    expect(words(everywhere, fact('complaint', true, at))).toEqual([
      'hard complaint risky',
      'soft complaint unhappy',
    ]);
  });

  it('are for members only, not for who is about to enter', () => {
    expect(words([member('risky', { state: 'entering' })], fact('complaint', true, at))).toEqual([]);
    expect(words([member('risky', { state: 'leaving' })], fact('complaint', true, at))).toEqual([
      'hard complaint risky',
    ]);
  });

  it('let a fact that says no trigger nothing', () => {
    expect(words([member('risky')], fact('complaint', false, at), fact('tone', -1, at))).toEqual([
      'soft tone risky',
    ]);
  });

  it('of a segment about a conversation hear facts of that conversation only', () => {
    const chat = member('chat', { context: 'conversation:1' });
    const about = (context: string) => ({ ...fact('threat', true, at), context });
    expect(words([chat], about('conversation:2'), fact('threat', true, at))).toEqual([]);
    expect(words([chat], about('conversation:1'))).toEqual(['hard threat chat']);
  });
});
