import { approveStep } from '../steps/approve/compile';
import { bannerStep } from '../steps/banner/compile';
import { chargeStep } from '../steps/charge/compile';
import { decideStep } from '../steps/decide/compile';
import { endStep } from '../steps/end/compile';
import { holdStep } from '../steps/hold/compile';
import { messageStep } from '../steps/message/compile';
import { notifyStep } from '../steps/notify/compile';
import { offerStep } from '../steps/offer/compile';
import { parallelStep } from '../steps/parallel/compile';
import { planStep } from '../steps/plan/compile';
import { playStep } from '../steps/play/compile';
import { recordStep } from '../steps/record/compile';
import { repeatStep } from '../steps/repeat/compile';
import { rescoreStep } from '../steps/rescore/compile';
import { suppressStep } from '../steps/suppress/compile';
import { taskStep } from '../steps/task/compile';
import { waitStep } from '../steps/wait/compile';
import { workflowStep } from '../steps/workflow/compile';
import type { StepKind } from './compile/step-kind';

/** Every step kind a playbook may use; a new kind is one more line here. */
export const stepKinds: Readonly<Record<string, StepKind>> = {
  message: messageStep,
  banner: bannerStep,
  notify: notifyStep,
  task: taskStep,
  approve: approveStep,
  plan: planStep,
  offer: offerStep,
  charge: chargeStep,
  wait: waitStep,
  decide: decideStep,
  rescore: rescoreStep,
  repeat: repeatStep,
  parallel: parallelStep,
  suppress: suppressStep,
  hold: holdStep,
  record: recordStep,
  play: playStep,
  workflow: workflowStep,
  end: endStep,
};
