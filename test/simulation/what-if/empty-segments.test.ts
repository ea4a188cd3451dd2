import { emptySegments } from '../../../simulation/what-if/empty-segments';
import type { SegmentDefinition } from '../../../domain/segments/segment';
import { compiledBook, segmentDefinition } from '../../support/book-builder';

type Members = Readonly<Record<string, readonly [before: number, after: number]>>;

const plain = (ids: readonly string[]): SegmentDefinition[] => ids.map((id) => segmentDefinition(id));

function warned(
  customers: number,
  members: Members,
  { active, candidate }: { active: readonly SegmentDefinition[]; candidate: readonly SegmentDefinition[] },
): string[] {
  const segments = Object.entries(members).map(([segment, [before, after]]) => ({
    segment,
    title: segment,
    before,
    after,
    entered: Math.max(0, after - before),
    left: Math.max(0, before - after),
  }));
  const books = {
    active: compiledBook({ segments: active }),
    candidate: compiledBook({ segments: candidate }),
  };
  return emptySegments({ customers, segments }, books);
}

describe('warnings of segments with almost nobody in them', () => {
  it('tell of a new segment and of a changed one, and not of those that are as they were', () => {
    const active = plain(['same', 'changed']);
    const candidate = [...plain(['same', 'new']), segmentDefinition('changed', { dwellMs: 5 })];
    const members = { same: [0, 0], changed: [0, 0], new: [0, 0] } as const;
    expect(warned(40, members, { active, candidate })).toEqual([
      'of 40 customers almost nobody is in what is new or changed: changed (0), new (0)',
    ]);
  });

  it('tell of a segment that the candidate empties, even where its own definition is as it was', () => {
    const same = { active: plain(['left', 'kept']), candidate: plain(['left', 'kept']) };
    expect(warned(700, { left: [90, 2], kept: [3, 2] }, same)).toEqual([
      'of 700 customers almost nobody stays in left (90 → 2)',
    ]);
  });

  it('tell of an emptied segment once, though it was changed as well', () => {
    const books = { active: plain(['one']), candidate: [segmentDefinition('one', { dwellMs: 5 })] };
    expect(warned(700, { one: [90, 0] }, books)).toEqual([
      'of 700 customers almost nobody stays in one (90 → 0)',
    ]);
  });

  it('go by the share in a small base, by five in a larger one, and by the share again in a very large one', () => {
    const books = { active: [], candidate: plain(['new']) };
    const isWarnedOf = (customers: number, after: number): boolean =>
      warned(customers, { new: [0, after] }, books).length > 0;
    expect([isWarnedOf(40, 0), isWarnedOf(40, 1), isWarnedOf(40, 4)]).toEqual([true, false, false]);
    expect([isWarnedOf(1_000, 4), isWarnedOf(1_000, 5)]).toEqual([true, false]);
    expect([isWarnedOf(100_000, 99), isWarnedOf(100_000, 100)]).toEqual([true, false]);
    expect(isWarnedOf(9, 0)).toBe(false);
  });

  it('stay one line when many segments are new', () => {
    const ids = Array.from({ length: 58 }, (_, n) => `segment-${n}`);
    const members: Members = Object.fromEntries(ids.map((id) => [id, [0, 0]]));
    const [line, ...others] = warned(40, members, { active: [], candidate: plain(ids) });
    expect(others).toEqual([]);
    expect(line).toMatch(/changed: segment-0 \(0\), .*segment-7 \(0\), 50 more$/);
  });

  it('leave out segments that the engine does not evaluate, and those that are gone', () => {
    const elsewhere = segmentDefinition('elsewhere', { source: 'external' });
    const books = { active: plain(['gone']), candidate: [elsewhere] };
    expect(warned(700, { elsewhere: [90, 0], gone: [90, 0] }, books)).toEqual([]);
  });
});
