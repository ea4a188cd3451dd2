import { hindrance } from '../../steps/effect/hindrance';
import { nobodyReachable } from '../../gate/static-rules';
import type { Instruction, Program } from '../../program';
import { plainName } from '../../plain-words';
import type { StepTrace } from '../state';
import { queueWords, roleWords } from './people';
import { stepsOf } from './step-words';
import { isCode, outcomeWords, reasonWords } from './reasons';

interface Result {
  readonly step: string;
  readonly outcome: string;
  /** Code of a rule or of the other side, or what a person wrote. */
  readonly reason: string;
  /** Role or queue of whoever did it. */
  readonly by: string;
}

/** What became of a step, by people of which role or for which reason of a rule; never what they wrote. */
export function resultOfStep(program: Program, { step, outcome, reason, by }: Result): string {
  const queue = queueOf(program, step);
  if (outcome === 'opened' && queue !== undefined) return `asked of ${queueWords(queue)}, not done yet`;
  if (by !== '') return `${outcomeWords(outcome)} (${roleWords(by)})`;
  return `${outcomeWords(outcome)}${asksGate(program, step) ? codeWords(program, step, reason) : ''}`;
}

/** The same for a line of the trace. */
export function resultOfLine(program: Program, { step, kind, outcome, reason }: StepTrace): string {
  const queue = queueOf(program, step, kind);
  if (queue !== undefined) {
    // A task's reason is what a person wrote; its end and who was asked are enough.
    if (outcome === 'opened') return `**asked of ${queueWords(queue)}**`;
    return `**${outcomeWords(outcome)}**${outcome === 'done' ? ` (${plainName(queue)})` : ''}`;
  }
  if (outcome === 'opened' && kind === 'approve') return '**asked of those who may decide**';
  // What an ending treatment still asked for is not put off: nobody asks again.
  if (outcome === 'deferred' && hindrance(reason) === 'ending')
    return `**not done**${codeWords(program, step, reason)}`;
  const nothing = outcome === 'deferred' && kind === 'charge' ? ', nothing charged' : '';
  const why = kind === 'workflow' ? '' : codeWords(program, step, reason);
  return `**${outcomeWords(outcome)}${nothing}**${why}`;
}

// A longer text may be anybody's, such as an error that names an address; so may whatever another workflow answers.
function codeWords(program: Program, step: string, reason: string): string {
  if (reason === '' || !isCode(reason)) return '';
  return ` (${whyOf(stepsOf(program).get(step), reason)})`;
}

// The step knows for whom its message is, which the code alone does not say.
function whyOf(asked: Instruction | undefined, code: string): string {
  const message = asked?.op === 'effect' && asked.effect.kind === 'message' ? asked.effect : undefined;
  return code === 'noContact' && message ? nobodyReachable(message) : reasonWords(code);
}

// Of tasks, decisions and other workflows a reason may be what a person wrote.
function asksGate(program: Program, step: string): boolean {
  const op = stepsOf(program).get(step)?.op;
  return op === 'effect' || op === 'charge';
}

function queueOf(program: Program, step: string, kind?: string): string | undefined {
  const asked = stepsOf(program).get(step);
  if (asked?.op !== 'task' && asked?.op !== 'plan') return undefined;
  return kind === undefined || kind === asked.op ? asked.queue : undefined;
}
