export { bareStart } from './bare-start';
export { handWrittenPlan } from './hand-written-plan';
export { handWrittenSleep } from './hand-written-sleep';
