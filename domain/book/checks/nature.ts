import type { Nature, SignalDefinition, SignalUse } from '../../signals/signal';
import { inside, type Place, type Report } from '../report';

/** Who somebody is may vary words and language only, so it has no other use and feeds no score. */
export function checkNature(
  declared: {
    readonly name: string;
    readonly nature: Nature;
    readonly use: readonly SignalUse[];
    readonly feeds: readonly string[];
  },
  place: Place,
  report: Report,
): void {
  const { name, nature, use, feeds } = declared;
  if (nature === 'behavioural') return;
  use.forEach((one, index) => {
    if (one === 'content') return;
    report.error(inside(place, 'use', index), {
      message: `${name} is ${nature}: it may vary content and locale only, so it has no use for ${one}`,
      hint: 'write use: [content]',
    });
  });
  if (feeds.length > 0)
    report.error(inside(place, 'feeds', 0), {
      message: `${name} is ${nature}: it may vary content and locale only, so it feeds no score`,
      hint: 'leave feeds out',
    });
}

/** A derived signal is of the nature of what it is made of, and has no use that this has not. */
export function checkDerivedNature(
  derived: { readonly name: string; readonly nature?: Nature; readonly use: readonly SignalUse[] },
  made: readonly SignalDefinition[],
  place: Place,
  report: Report,
): Nature {
  const { name, nature, use } = derived;
  const telling = made.find((one) => natureOf(one) !== 'behavioural');
  if (!telling) {
    use.forEach((one, index) => {
      const without = made.find((source) => !source.use.includes(one));
      if (without)
        report.error(inside(place, 'use', index), {
          message: `${name} is made of ${without.name}, which may be used for ${without.use.join(' and ')} only`,
          hint: 'what is made of a signal has no use that the signal itself has not',
        });
    });
    return nature ?? 'behavioural';
  }
  if (nature !== undefined && nature !== natureOf(telling))
    report.error(inside(place, 'nature'), {
      message: `${name} is made of ${telling.name}, which is ${natureOf(telling)}`,
      hint: 'leave nature out: it is that of what the signal is made of',
    });
  return natureOf(telling);
}

/** Of a signal; one of a book sealed before natures were kept is behavioural. */
export function natureOf({ nature = 'behavioural' }: Pick<SignalDefinition, 'nature'>): Nature {
  return nature;
}
