import type { SegmentDefinition } from '../../segments/segment';
import type { Playbook } from '../../playbook';
import { nearest } from '../nearest';
import type { Definition } from '../definitions';
import { warnOfAlikeSegments } from './alike-segments';
import { inside, type Report } from '../report';
import type { PlaybookSource } from '../schema/playbook-schema';
import type { SegmentSource } from '../schema/segment-schema';

const runtimeLimit = 10;

/** Checks that need all definitions: plays nobody starts, segments that treat alike, and too many runtime segments. */
export function checkWholeBook(
  book: {
    /** Every definition was understood, so that what nobody names is really named nowhere. */
    readonly complete: boolean;
    readonly segments: readonly SegmentDefinition[];
    readonly playbooks: Readonly<Record<string, Playbook>>;
    readonly segmentSources: readonly Definition<SegmentSource>[];
    readonly playbookSources: readonly Definition<PlaybookSource>[];
  },
  report: Report,
): void {
  const treated = book.segments.flatMap(({ treat }) => treat.map(({ play }) => play));
  const handed = Object.values(book.playbooks).flatMap(({ program }) =>
    program.instructions.flatMap((instruction) => (instruction.op === 'play' ? [instruction.playbook] : [])),
  );
  // A misspelt name is told where it stands; the play it means is started by it.
  const ids = book.playbookSources.map(({ id }) => id);
  const named = new Set([...treated, ...handed].map((id) => (ids.includes(id) ? id : nearest(id, ids))));
  for (const { id, place } of book.playbookSources) {
    if (named.has(id) || !book.complete) continue;
    report.error(inside(place, 'playbook'), {
      message: `nothing starts the playbook "${id}"`,
      hint: "name it in a segment's treat: or in a play step, or delete it",
    });
  }
  warnOfAlikeSegments(book.segments, book.segmentSources, report);
  const runtime = book.segmentSources.filter(({ source }) => source.tier === 'runtime');
  const first = runtime[runtimeLimit];
  if (first) {
    report.warn(inside(first.place, 'tier'), {
      message: `the book has ${runtime.length} runtime segments, more than ${runtimeLimit}`,
      hint: 'people lose the overview: merge some',
    });
  }
}
