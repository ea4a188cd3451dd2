import { baseOf, defineStep } from '../../book/compile/step-kind';
import { inside } from '../../book/report';
import { parallelSchema } from './schema';

/** Fork and join; the longest branch counts. */
export const parallelStep = defineStep(
  parallelSchema,
  (branches, site, builder) => {
    const base = baseOf(site, `${branches.length} tracks`);
    const fork = builder.emit({ ...base, op: 'jump', target: 0 });
    const taken = branches.map(({ do: steps }, index) => {
      const start = builder.here;
      let exit: number | undefined;
      const part = builder.alternative(() => {
        builder.steps(steps, inside(site.bodyPlace, index, 'do'));
        if (builder.falls)
          exit = builder.emit({ step: site.id, summary: 'Branch done', op: 'jump', target: 0 });
      });
      return { start, exit, ...part };
    });
    const join = builder.emit({ step: site.id, summary: 'Wait for all branches', op: 'join' });
    for (const { exit } of taken) {
      if (exit !== undefined)
        builder.replace(exit, { step: site.id, summary: 'Branch done', op: 'jump', target: join });
    }
    builder.replace(fork, { ...base, op: 'fork', branches: taken.map(({ start }) => start), join });
    builder.elapse(Math.max(...taken.map(({ ms }) => ms)));
    builder.stale = taken.some(({ stale }) => stale);
    // An end in any branch ends the whole, so the join is reached only if all branches fall through.
    builder.falls = taken.every(({ falls }) => falls);
  },
  { single: false },
);
