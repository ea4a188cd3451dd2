import { checkUse } from '../../book/checks/use';
import { baseOf, defineStep, tooLate } from '../../book/compile/step-kind';
import { inside } from '../../book/report';
import { offerSchema } from './schema';

/** One offer is one effect. */
export const offerStep = defineStep(
  offerSchema,
  ({ offer, amount }, site, builder) => {
    const { offer: declared } = builder.context.names.levels;
    if (declared) builder.context.known('offer', offer, declared, inside(site.bodyPlace, 'offer'));
    const place = inside(site.bodyPlace, 'amount');
    builder.refresh(site.id);
    const checked = builder.expression(amount, 'number', place);
    if (checked) checkUse(checked, ['risk'], 'in a price', { place, context: builder.context });
    builder.emit({
      ...baseOf(site, `Offer ${offer}`),
      op: 'effect',
      effect: { kind: 'offer', offer, amount },
      withinMs: site.timeoutMs,
    });
    builder.stale = false;
  },
  { timedOut: tooLate },
);
