import type { PauseReason } from '../inbox';
import { listWords, plainName } from '../plain-words';
import type { Instruction, Program } from '../program';
import type { ApproveBlock, AskBlock, Block, ChargeBlock } from './block';
import { isHeld } from './run';
import type { MachineState, Thread } from './state';
import { triesLeft } from './words/asks';
import { queueWords, rolesWords } from './words/people';
import { awaitedWords, reasonWords } from './words/reasons';
import { msOf } from '../iso-instant';

/** What a treatment waits for; stable words, also the values of the search attribute WaitingFor. The one to show first stands first. */
export const waitKinds = ['pause', 'decision', 'task', 'event', 'retry', 'gate', 'workflow', 'time'] as const;
export type WaitKind = (typeof waitKinds)[number];

/** One thing a treatment waits for. */
export interface Wait {
  readonly step: string;
  readonly summary: string;
  readonly for: WaitKind;
  /** The same in plain words: 'somebody of success to finish the task “Call”'. */
  readonly what: string;
  readonly until?: string;
  readonly human: boolean;
}

/** Everything the treatment waits for now; empty while it acts. */
export function waitsOf(program: Program, state: MachineState): readonly Wait[] {
  if (state.result) return [];
  const waits = state.threads.flatMap((thread) => waitOf(program, thread) ?? []);
  const pause = pauseOf(state, waits[0]?.step ?? '');
  return pause ? [pause, ...waits] : waits;
}

/** The wait of a paused treatment for somebody to resume it. */
export function pauseOf(state: MachineState, step: string): Wait | undefined {
  if (!isHeld(state)) return undefined;
  const by = listWords(state.pausedBy.map(pauseWords), 'and');
  const what = by === '' ? 'the facts to be looked at again' : `somebody to resume it (paused: ${by})`;
  return { step, summary: 'Paused', for: 'pause', what, human: true };
}

/** Why a treatment is paused, in plain words. */
export function pauseWords(reason: PauseReason): string {
  return reason === 'manual' ? 'by hand' : `${plainName(reason.slice('preempted:'.length))} goes first`;
}

/** The one to show where there is room for one. */
export function mainWait(program: Program, state: MachineState): Wait | undefined {
  return [...waitsOf(program, state)].sort(byUrgency)[0];
}

/** A pause before people, a decision before a task, those before the machine's own waits; then by time. */
export function byUrgency(one: Pick<Wait, 'for' | 'until'>, other: Pick<Wait, 'for' | 'until'>): number {
  return rank(one.for) - rank(other.for) || instant(one.until) - instant(other.until) || 0;
}

// What waits for no person is shown by time alone.
function rank(kind: WaitKind): number {
  return Math.min(waitKinds.indexOf(kind), waitKinds.indexOf('event'));
}

function instant(until: string | undefined): number {
  return until === undefined ? Number.MAX_SAFE_INTEGER : msOf(until);
}

/** What one line of control waits for; undefined while it acts. */
export function waitOf(program: Program, thread: Thread): Wait | undefined {
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
      return decisionWait(instruction, block);
    case 'task':
      return block.phase === 'opening' ? undefined : taskWait(instruction, block.until);
    case 'effect':
    case 'charge':
      return block.phase === 'asking' ? undefined : askWait(instruction, block);
    case 'child':
      return { for: 'workflow', what: 'another workflow to end', human: false };
    case 'plan':
    case 'call':
    case 'join':
    case 'measure':
      return undefined;
  }
}

function decisionWait(
  instruction: Instruction,
  { phase, approvalId, expiresAt, roles = [], approvers = 1 }: ApproveBlock,
): BlockWait | undefined {
  if (phase === 'opening' || phase === 'ending') return undefined;
  const title = instruction.op === 'approve' ? quoted(instruction.title) : '';
  const anyone = roles.length > 0 ? rolesWords(roles) : 'a person';
  const who = approvers > 1 ? `${anyone}, and another person after that,` : anyone;
  const how = approvalId
    ? ` (with the tideline command: \`approvals approve ${approvalId}\` (\`--edit FILE\` after it edits the draft) or \`approvals reject ${approvalId}\`; or over the API)`
    : '';
  return { for: 'decision', what: `${who} to decide${title}${how}`, human: true, ...timed(expiresAt) };
}

function taskWait(instruction: Instruction, until: string | undefined): BlockWait {
  const [queue, title] = instruction.op === 'task' ? [instruction.queue, instruction.title] : ['', ''];
  const what = `somebody of ${queue === '' ? 'the people asked' : queueWords(queue)} to finish the task${quoted(title)}`;
  return { for: 'task', what, human: true, ...timed(until) };
}

// A title with a placeholder is made for the customer when the task is opened: not known here, and personal.
function quoted(title: string): string {
  return title === '' || title.includes('{{') ? '' : ` “${title}”`;
}

function timeWait(events: readonly string[], until: string | undefined): BlockWait {
  if (events.length === 0) return { for: 'time', what: 'time to pass', human: false, ...timed(until) };
  const what = `an event: ${listWords(events.map(plainName))}`;
  return { for: 'event', what, human: false, ...timed(until) };
}

function askWait(instruction: Instruction, block: AskBlock | ChargeBlock): BlockWait {
  const { code = '', until } = block;
  if (block.phase !== 'waiting') {
    const what = `${awaitedWords(code)}${chargesLeft(instruction, block)}`;
    return { for: 'gate', what, human: false, ...timed(until) };
  }
  const attempts = instruction.op === 'charge' ? ` of ${instruction.attempts}` : '';
  const what = `try ${block.attempt + 1}${attempts}; the last was declined: ${reasonWords(code)}`;
  return { for: 'retry', what, human: false, ...timed(until) };
}

// A put-off is no try.
function chargesLeft(instruction: Instruction, block: AskBlock | ChargeBlock): string {
  if (block.on !== 'charge' || instruction.op !== 'charge') return '';
  const not = block.attempt === 1 ? 'not charged yet, ' : '';
  return ` (${not}${triesLeft(instruction.attempts - block.attempt + 1)})`;
}

function timed(until: string | undefined): { until?: string } {
  return until === undefined ? {} : { until };
}
