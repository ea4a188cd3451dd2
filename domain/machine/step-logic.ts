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
import { type InstructionOf, type Move, stay, type StepContext } from './step-context';

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
      return enterApprove(context, instruction);
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
  switch (block.on) {
    case 'effect':
      return effectRequests(context, its(instruction, 'effect'), block);
    case 'charge':
      return chargeRequests(context, its(instruction, 'charge'), block);
    case 'task':
      return taskRequests(context, its(instruction, 'task'), block);
    case 'approve':
      return approveRequests(context, its(instruction, 'approve'), block);
    case 'plan':
      return planRequests(context, its(instruction, 'plan'), block);
    case 'wait':
      return waitRequests(context, its(instruction, 'wait'), block);
    case 'call':
      return callRequests(context, itsCall(instruction), block);
    case 'child':
      return workflowRequests(context, its(instruction, 'workflow'));
    case 'join':
    case 'measure':
      return [];
  }
}

/** What news does to a blocked thread. */
export function hear(context: StepContext, instruction: Instruction, block: Block, news: News): Move {
  switch (block.on) {
    case 'effect':
      return effectHears(context, block, news);
    case 'charge':
      return chargeHears(context, its(instruction, 'charge'), block, news);
    case 'task':
      return taskHears(context, its(instruction, 'task'), block, news);
    case 'approve':
      return approveHears(context, block, news);
    case 'plan':
      return planHears(context, its(instruction, 'plan'), block, news);
    case 'wait':
      return waitHears(context, its(instruction, 'wait'), news);
    case 'call':
      return callHears(context, itsCall(instruction), news);
    case 'child':
      return workflowHears(news);
    case 'join':
    case 'measure':
      return stay;
  }
}

// A block is made by its instruction and the program is pinned; anything else is a state of another program.
function its<O extends Instruction['op']>(instruction: Instruction, op: O): InstructionOf<O> {
  if (instruction.op !== op) throw new ForeignState(instruction.step, op);
  return instruction as InstructionOf<O>;
}

function itsCall(instruction: Instruction): InstructionOf<'rescore' | 'readFacts' | 'play'> {
  const { op } = instruction;
  if (op === 'rescore' || op === 'readFacts' || op === 'play') return instruction;
  throw new ForeignState(instruction.step, 'call');
}

/** A state that does not belong to the program it is run with. */
export class ForeignState extends Error {
  constructor(step: string, expected: string) {
    super(`step ${step} is not the ${expected} that the state waits at: the state is of another program`);
    this.name = 'ForeignState';
  }
}
