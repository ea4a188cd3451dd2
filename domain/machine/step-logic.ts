import { approveHears, approveRequests, enterApprove } from '../steps/approve/apply';
import { callHears, callRequests, enterCall } from '../steps/call/apply';
import { chargeHears, chargeRequests, enterCharge } from '../steps/charge/apply';
import { effectHears, effectRequests, enterEffect } from '../steps/effect/apply';
import { enterPlan, planHears, planRequests } from '../steps/plan/apply';
import { enterTask, taskHears, taskRequests } from '../steps/task/apply';
import { enterWait, waitHears, waitRequests } from '../steps/wait/apply';
import { enterWorkflow, workflowHears, workflowRequests } from '../steps/workflow/apply';
import type { Instruction } from '../program';
import type { Block } from './block';
import type { News } from './news';
import type { Request } from './requests';
import { type Move, stay, type StepContext } from './step-context';

/** Ops that only move control; all others can block a thread. */
export type ControlOp = 'branch' | 'jump' | 'loop' | 'next' | 'fork' | 'join' | 'end';
/** An instruction that can block a thread. */
export type Blocking = Exclude<Instruction, { op: ControlOp }>;

/** What reaching an instruction does. */
export function enter(context: StepContext, instruction: Blocking): Move {
  switch (instruction.op) {
    case 'effect':
      return enterEffect(context, instruction);
    case 'charge':
      return enterCharge(context);
    case 'task':
      return enterTask(context);
    case 'approve':
      return enterApprove(context);
    case 'plan':
      return enterPlan(context, instruction);
    case 'wait':
      return enterWait(context, instruction);
    case 'rescore':
    case 'readFacts':
    case 'play':
      return enterCall(context);
    case 'workflow':
      return enterWorkflow();
  }
}

/** What a blocked thread waits for. */
export function blockRequests(
  context: StepContext,
  instruction: Instruction,
  block: Block,
): readonly Request[] {
  switch (instruction.op) {
    case 'effect':
      return block.on === 'effect' ? effectRequests(context, instruction, block) : [];
    case 'charge':
      return block.on === 'charge' ? chargeRequests(context, instruction, block) : [];
    case 'task':
      return block.on === 'task' ? taskRequests(context, instruction, block) : [];
    case 'approve':
      return block.on === 'approve' ? approveRequests(context, instruction, block) : [];
    case 'plan':
      return block.on === 'plan' ? planRequests(context, instruction, block) : [];
    case 'wait':
      return block.on === 'wait' ? waitRequests(context, instruction, block) : [];
    case 'rescore':
    case 'readFacts':
    case 'play':
      return block.on === 'call' ? callRequests(context, instruction, block) : [];
    case 'workflow':
      return block.on === 'child' ? workflowRequests(context, instruction) : [];
    case 'branch':
    case 'jump':
    case 'loop':
    case 'next':
    case 'fork':
    case 'join':
    case 'end':
      return [];
  }
}

/** What news does to a blocked thread. */
export function hear(context: StepContext, instruction: Instruction, block: Block, news: News): Move {
  switch (instruction.op) {
    case 'effect':
      return block.on === 'effect' ? effectHears(context, block, news) : stay;
    case 'charge':
      return block.on === 'charge' ? chargeHears(context, instruction, block, news) : stay;
    case 'task':
      return block.on === 'task' ? taskHears(context, instruction, block, news) : stay;
    case 'approve':
      return block.on === 'approve' ? approveHears(context, block, news) : stay;
    case 'plan':
      return block.on === 'plan' ? planHears(context, instruction, block, news) : stay;
    case 'wait':
      return waitHears(context, instruction, news);
    case 'rescore':
    case 'readFacts':
    case 'play':
      return callHears(context, instruction, news);
    case 'workflow':
      return workflowHears(news);
    case 'branch':
    case 'jump':
    case 'loop':
    case 'next':
    case 'fork':
    case 'join':
    case 'end':
      return stay;
  }
}
