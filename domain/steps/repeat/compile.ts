import { durationWords } from '../../plain-words';
import { checkUse } from '../../book/checks/use';
import { baseOf, defineStep } from '../../book/compile/step-kind';
import { inside } from '../../book/report';
import { repeatSchema } from './schema';

/** A counter, the body, and a jump back; the time of all passes counts. */
export const repeatStep = defineStep(
  repeatSchema,
  ({ times, every, until, do: body }, site, builder) => {
    if (until !== undefined) {
      const at = { place: inside(site.bodyPlace, 'until'), context: builder.context };
      const checked = builder.expression(until, 'bool', at.place);
      if (checked) checkUse(checked, ['risk', 'routing'], `in how long "${site.id}" goes on`, at);
    }
    builder.refresh(site.id);
    const base = baseOf(
      site,
      `${every === undefined ? 'Repeat' : `Every ${durationWords(every)}`}, at most ${times} times`,
    );
    const loop = builder.emit({ ...base, op: 'jump', target: 0 });
    const pass = builder.alternative(() => {
      if (every !== undefined) {
        builder.emit({
          step: site.id,
          summary: `Wait ${durationWords(every)} until the next round`,
          op: 'wait',
          forMs: every,
          events: [],
        });
        builder.elapse(every);
        builder.stale = true;
      }
      builder.steps(body, inside(site.bodyPlace, 'do'));
      if (until !== undefined) builder.refresh(site.id);
      builder.emit({ step: site.id, summary: 'Next pass', op: 'next', loop });
    });
    builder.replace(loop, { ...base, op: 'loop', times, until, exit: builder.here });
    builder.elapse(pass.ms * times);
    builder.stale = pass.stale;
  },
  { single: false },
);
