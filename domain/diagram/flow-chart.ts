import { formatDuration } from '../durations';
import type { Instruction, Program } from '../program';
import { escaped, type Shape, shapes } from './mermaid';

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
}

/** What to bring out in a drawing. */
export interface Highlight {
  /** Ids of the steps a treatment stands at. */
  readonly current: readonly string[];
}

/**
 * A program as a Mermaid flow chart: one box a step, diamonds where it decides, the goal and the exits beside it.
 * Jumps and joins of one branch are drawn as the arrows they are.
 */
export function flowChart(program: Program, highlight: Highlight = { current: [] }): string {
  const { instructions } = program;
  const drawn = instructions.flatMap((instruction, index) =>
    isDrawn(instruction) ? [{ instruction, index }] : [],
  );
  const edges = [
    { from: 'start', to: nodeAt(instructions, 0) },
    ...drawn.flatMap(({ instruction, index }) => edgesOf(instructions, instruction, index)),
  ];
  const current = drawn.filter(({ instruction }) => highlight.current.includes(instruction.step));
  return [
    'flowchart TD',
    `  start([${escaped(program.title)}])`,
    ...drawn.map(({ instruction, index }) => `  ${nodeLine(instruction, index)}`),
    ...edges.map((edge) => `  ${edgeLine(edge)}`),
    ...terminals(program),
    ...(current.length === 0 ? [] : ['  classDef current fill:#ffd54f,stroke:#e65100,stroke-width:3px']),
    ...current.map(({ index }) => `  class ${nameOf(index)} current`),
    '',
  ].join('\n');
}

// What only moves control is an arrow, and facts are read without anybody seeing it.
function isDrawn({ op }: Instruction): boolean {
  return op !== 'jump' && op !== 'next' && op !== 'readFacts';
}

function nameOf(index: number): string {
  return `n${index}`;
}

/** The box that control reaches at an index. */
function nodeAt(instructions: readonly Instruction[], index: number): string {
  const instruction = instructions[index];
  if (!instruction) return 'finish';
  if (instruction.op === 'jump') return nodeAt(instructions, instruction.target);
  if (instruction.op === 'next') return nameOf(instruction.loop);
  if (instruction.op === 'readFacts') return nodeAt(instructions, index + 1);
  return nameOf(index);
}

function edgesOf(instructions: readonly Instruction[], instruction: Instruction, index: number): Edge[] {
  const from = nameOf(index);
  const to = (target: number, label?: string): Edge => ({
    from,
    to: nodeAt(instructions, target),
    ...(label !== undefined && { label }),
  });
  switch (instruction.op) {
    case 'end':
      return [];
    case 'branch':
      return [
        ...instruction.cases.map(({ when, target }) => to(target, when)),
        to(instruction.otherwise, 'otherwise'),
      ];
    case 'loop':
      return [to(index + 1, passes(instruction)), to(instruction.exit, 'then')];
    case 'fork':
      return instruction.branches.map((branch) => to(branch));
    default:
      return [to(index + 1)];
  }
}

function passes({ times, until }: Extract<Instruction, { op: 'loop' }>): string {
  const most = times === undefined ? 'again' : `${times} times`;
  return until === undefined ? most : `${most}, until ${until}`;
}

function nodeLine(instruction: Instruction, index: number): string {
  const [open, close] = shapes[shapeOf(instruction)];
  const condition = instruction.when === undefined ? '' : `\nif ${instruction.when}`;
  return `${nameOf(index)}${open}${escaped(`${wordsOf(instruction)}${condition}`)}${close}`;
}

function shapeOf({ op }: Instruction): Shape {
  switch (op) {
    case 'branch':
      return 'decision';
    case 'wait':
      return 'wait';
    case 'approve':
    case 'task':
      return 'person';
    case 'loop':
      return 'loop';
    case 'fork':
    case 'join':
      return 'bar';
    case 'end':
    case 'play':
      return 'end';
    default:
      return 'act';
  }
}

function wordsOf(instruction: Instruction): string {
  switch (instruction.op) {
    case 'fork':
      return 'side by side';
    case 'join':
      return 'all done';
    case 'end':
      return `${instruction.outcome}: ${instruction.reason}`;
    case 'task':
      return `${instruction.summary}\n${instruction.queue}, within ${formatDuration(instruction.dueMs)}`;
    default:
      return instruction.summary;
  }
}

function edgeLine({ from, to, label }: Edge): string {
  return label === undefined ? `${from} --> ${to}` : `${from} -- ${escaped(label)} --> ${to}`;
}

function terminals({ goal, goalOutcome, exits, instructions }: Program): string[] {
  const reachesEnd = instructions.at(-1)?.op !== 'end';
  return [
    ...(reachesEnd ? ['  finish([done])'] : []),
    ...(goal === undefined
      ? []
      : [`  goal[/${escaped(`at any moment, if ${goal}`)}/] --> goalEnd([${escaped(goalOutcome)}])`]),
    ...exits.map(
      ({ when, outcome }, index) =>
        `  exit${index}[/${escaped(`at any moment, if ${when}`)}/] --> exitEnd${index}([${escaped(outcome)}])`,
    ),
  ];
}
