import { plainName } from '../../plain-words';
import { baseOf, defineStep, tooLate } from '../../book/compile/step-kind';
import { inside } from '../../book/report';
import { bannerSchema } from './schema';

/** Showing or clearing a banner is one effect; the end of a treatment clears its banners by itself. */
export const bannerStep = defineStep(
  bannerSchema,
  ({ template, action }, site, builder) => {
    builder.context.known(
      'template',
      template,
      builder.context.names.templates,
      inside(site.bodyPlace, 'template'),
    );
    builder.emit({
      ...baseOf(site, `${action === 'show' ? 'Show' : 'Clear'} the banner “${plainName(template)}”`),
      op: 'effect',
      effect: { kind: 'banner', template, action },
      withinMs: site.timeoutMs,
    });
    builder.stale = false;
  },
  { timedOut: tooLate },
);
