import { plainName } from '../../plain-words';
import { baseOf, defineStep } from '../../book/compile/step-kind';
import { inside } from '../../book/report';
import { planSchema } from './schema';

/** Opens one task a milestone and goes on; `step.<id>.outcome` becomes done when all of them are. */
export const planStep = defineStep(planSchema, ({ template, queue, milestones }, site, builder) => {
  const { context } = builder;
  context.known('template', template, context.names.templates, inside(site.bodyPlace, 'template'));
  context.known('queue', queue, context.names.queues, inside(site.bodyPlace, 'queue'));
  milestones.forEach(({ title }, index) =>
    builder.text(title, inside(site.bodyPlace, 'milestones', index, 'title')),
  );
  builder.emit({
    ...baseOf(site, `${milestones.length} milestones of “${plainName(template)}”`),
    op: 'plan',
    template,
    queue,
    milestones: milestones.map(({ title, due }) => ({ title, dueMs: due })),
  });
  builder.stale = false;
});
