import type { BookContext } from '../compile/context';
import { inside, type Place } from '../report';
import type { PoliciesSource } from '../schema/policies-schema';

/** What levels of contact frequency and eligibility must and must not say. */
export function checkPolicyLevels(source: PoliciesSource, place: Place, context: BookContext): void {
  const { frequencies } = source.contact;
  for (const [name, { messages, period }] of Object.entries(frequencies)) {
    if (period > 0 || context.report.holed(inside(place, 'contact', 'frequencies', name))) continue;
    context.report.error(inside(place, 'contact', 'frequencies', name, 'period'), {
      message: `${messages} messages in no time say nothing`,
      hint: "write a period such as '7d'",
    });
  }
  const levels = source.eligibility?.levels ?? {};
  const offers = context.names.levels.offer ?? [];
  for (const [name, { adds, removes }] of Object.entries(levels)) {
    const at = inside(place, 'eligibility', 'levels', name);
    removes.forEach((offer, index) => context.known('offer', offer, offers, inside(at, 'removes', index)));
    adds.forEach((offer, index) => {
      if (!removes.includes(offer)) return;
      context.report.error(inside(at, 'adds', index), {
        message: `"${offer}" is both added and removed`,
        hint: 'delete it from one of the lists',
      });
    });
  }
  for (const [owner, queue] of Object.entries(source.owners))
    context.known('queue', queue, source.queues, inside(place, 'owners', owner));
}
