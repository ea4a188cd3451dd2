import { hindrance } from '../../steps/effect/hindrance';
import type { Program } from '../../program';
import { plainName } from '../../plain-words';
import type { StepTrace } from '../state';
import { queueWords, roleWords } from './people';
import { stepsOf } from './step-words';
import { isCode, outcomeWords, reasonWords } from './reasons';

interface Result {
  readonly step: string;
  readonly outcome: string;
  /** Role or queue of whoever did it. */
  readonly by: string;
}

/** What became of a step and by people of which role; never what they wrote. */
export function resultOfStep(program: Program, { step, outcome, by }: Result): string {
  const queue = queueOf(program, step);
  if (outcome === 'opened' && queue !== undefined) return `asked of ${queueWords(queue)}, not done yet`;
  return by === '' ? outcomeWords(outcome) : `${outcomeWords(outcome)} (${roleWords(by)})`;
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
  if (outcome === 'deferred' && hindrance(reason) === 'ending') return `**not done**${codeWords(reason)}`;
  const nothing = outcome === 'deferred' && kind === 'charge' ? ', nothing charged' : '';
  const why = kind === 'workflow' ? '' : codeWords(reason);
  return `**${outcomeWords(outcome)}${nothing}**${why}`;
}

// A longer text may be anybody's, such as an error that names an address; so may whatever another workflow answers.
function codeWords(reason: string): string {
  return reason !== '' && isCode(reason) ? ` (${reasonWords(reason)})` : '';
}

function queueOf(program: Program, step: string, kind?: string): string | undefined {
  const asked = stepsOf(program).get(step);
  if (asked?.op !== 'task' && asked?.op !== 'plan') return undefined;
  return kind === undefined || kind === asked.op ? asked.queue : undefined;
}
