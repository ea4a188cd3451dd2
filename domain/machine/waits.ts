import type { Instruction, Program } from '../program';
import type { ApproveBlock, AskBlock, Block, ChargeBlock } from './block';
import { isHeld } from './run';
import type { MachineState, Thread } from './state';

/** What a treatment waits for; stable words, also the values of the search attribute WaitingFor. */
export const waitKinds = ['decision', 'task', 'event', 'time', 'retry', 'gate', 'workflow', 'pause'] as const;
export type WaitKind = (typeof waitKinds)[number];

/** One thing a treatment waits for. */
export interface Wait {
  readonly step: string;
  readonly summary: string;
  readonly for: WaitKind;
  readonly until?: string;
  readonly human: boolean;
  /** Why the gate put it off, or the events that would end the wait. */
  readonly why?: string;
}

/** Everything the treatment waits for now; empty while it acts. */
export function waitsOf(program: Program, state: MachineState): readonly Wait[] {
  if (state.result) return [];
  const waits = state.threads.flatMap((thread) => waitOf(program, thread) ?? []);
  if (!isHeld(state)) return waits;
  return [
    {
      step: waits[0]?.step ?? '',
      summary: `Paused (${state.pausedBy.join(', ')})`,
      for: 'pause',
      human: true,
    },
    ...waits,
  ];
}

/** The one to show where there is room for one: a pause, else a person, else what comes first. */
export function mainWait(program: Program, state: MachineState): Wait | undefined {
  const waits = waitsOf(program, state);
  const byTime = [...waits].sort((one, other) => instant(one) - instant(other));
  return waits.find((wait) => wait.for === 'pause') ?? waits.find((wait) => wait.human) ?? byTime[0];
}

function instant(wait: Wait): number {
  return wait.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(wait.until);
}

function waitOf(program: Program, thread: Thread): Wait | undefined {
  const instruction = program.instructions[thread.pc];
  const found = instruction && thread.block && blockWait(instruction, thread.block);
  return found && { step: instruction.step, summary: instruction.summary, ...found };
}

type BlockWait = Omit<Wait, 'step' | 'summary'>;

function blockWait(instruction: Instruction, block: Block): BlockWait | undefined {
  switch (block.on) {
    case 'wait':
      return timeWait(instruction.op === 'wait' ? instruction.events : [], block.until);
    case 'approve':
      return decisionWait(block);
    case 'task':
      return block.phase === 'opening' ? undefined : { for: 'task', human: true, ...timed(block.until) };
    case 'effect':
    case 'charge':
      return block.phase === 'asking' ? undefined : askWait(block);
    case 'child':
      return { for: 'workflow', human: false };
    case 'plan':
    case 'call':
    case 'join':
    case 'measure':
      return undefined;
  }
}

function decisionWait({ phase, expiresAt }: ApproveBlock): BlockWait | undefined {
  if (phase === 'opening' || phase === 'ending') return undefined;
  return { for: 'decision', human: true, ...timed(expiresAt) };
}

function timeWait(events: readonly string[], until: string | undefined): BlockWait {
  if (events.length === 0) return { for: 'time', human: false, ...timed(until) };
  return { for: 'event', human: false, why: events.join(' or '), ...timed(until) };
}

function askWait(block: AskBlock | ChargeBlock): BlockWait {
  const kind = block.phase === 'waiting' ? 'retry' : 'gate';
  return { for: kind, human: false, ...timed(block.until), ...(block.code && { why: block.code }) };
}

function timed(until: string | undefined): { until?: string } {
  return until === undefined ? {} : { until };
}
