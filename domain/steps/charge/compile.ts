import { baseOf, defineStep } from '../../book/compile/step-kind';
import { inside } from '../../book/report';
import { chargeSchema } from './schema';

const day = 86_400_000;

/** One instruction for all attempts; the longest schedule any decline class allows counts for the duration. */
export const chargeStep = defineStep(chargeSchema, ({ invoices, attempts, wakeOn }, site, builder) => {
  const known = Object.hasOwn(builder.context.names.signals, 'card_updated');
  const events = wakeOn ?? (known ? ['card_updated'] : []);
  builder.events(events, inside(site.bodyPlace, 'wakeOn'));
  builder.emit({
    ...baseOf(site, `Charge the open invoices, ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`),
    op: 'charge',
    effect: { kind: 'charge', invoices },
    attempts,
    wakeOn: events,
  });
  // Waits between attempts are live policy; no class of the shipped policies waits longer than this.
  builder.elapse((attempts - 1) * 3 * day);
  builder.stale = false;
});
