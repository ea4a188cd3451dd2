import { baseOf, defineStep } from '../../book/compile/step-kind';
import { workflowSchema } from './schema';

/** One child workflow. How long it takes is its own affair: the maximum duration still ends the play. */
export const workflowStep = defineStep(workflowSchema, ({ type, input }, site, builder) => {
  builder.emit({ ...baseOf(site, `Run the workflow ${type}`), op: 'workflow', type, input });
  builder.stale = true;
});
