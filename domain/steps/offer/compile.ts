import { checkUse } from '../../book/checks/use';
import { baseOf, defineStep, tooLate } from '../../book/compile/step-kind';
import { inside } from '../../book/report';
import { offerSchema } from './schema';

/** One offer is one effect. */
export const offerStep = defineStep(
  offerSchema,
  ({ offer, amount, budget }, site, builder) => {
    const { offer: declared } = builder.context.names.levels;
    if (declared) builder.context.known('offer', offer, declared, inside(site.bodyPlace, 'offer'));
    const place = inside(site.bodyPlace, 'amount');
    if (budget !== undefined)
      builder.context.known(
        'budget',
        budget,
        builder.context.names.budgets,
        inside(site.bodyPlace, 'budget'),
      );
    builder.refresh(site.id);
    const checked = builder.expression(amount, 'number', place);
    if (checked) checkUse(checked, ['risk'], 'in a price', { place, context: builder.context });
    builder.emit({
      ...baseOf(site, `Offer ${offer}`),
      op: 'effect',
      effect: { kind: 'offer', offer, amount, ...(budget !== undefined && { budget }) },
      withinMs: site.timeoutMs,
    });
    builder.stale = false;
  },
  { timedOut: tooLate },
);
