import { defineStep } from '../../book/compile/step-kind';
import { inside } from '../../book/report';
import { playSchema } from './schema';

/** Asks for the other play and ends this one. */
export const playStep = defineStep(
  playSchema,
  ({ playbook, with: given }, site, builder) => {
    const { context } = builder;
    if (
      context.known('playbook', playbook, context.names.playbooks.keys(), inside(site.bodyPlace, 'playbook'))
    ) {
      const declared = Object.keys(context.names.playbooks.get(playbook)?.parameters ?? {});
      for (const name of Object.keys(given)) {
        context.known(`parameter of ${playbook}`, name, declared, inside(site.bodyPlace, 'with', name));
      }
    }
    const base = { step: site.id, summary: site.summary ?? `Hand over to ${playbook}` };
    builder.emit({ ...base, op: 'play', playbook, with: given });
    builder.emit({ ...base, op: 'end', outcome: 'handedOver', reason: `handed over to ${playbook}` });
    builder.falls = false;
  },
  { single: false },
);
