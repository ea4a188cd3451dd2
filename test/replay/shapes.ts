import type { Instruction, Op, Program } from '../../domain/program';
import { day, end, hour, programOf, wait } from '../workflows/support/inputs';

/** Every op a program can have; the type makes a new one a compile error here. */
const everyOp: Readonly<Record<Op, true>> = {
  effect: true,
  charge: true,
  task: true,
  approve: true,
  plan: true,
  wait: true,
  rescore: true,
  readFacts: true,
  branch: true,
  jump: true,
  loop: true,
  next: true,
  fork: true,
  join: true,
  play: true,
  workflow: true,
  end: true,
};
export const ops = Object.keys(everyOp) as readonly Op[];

/** What happens to a treatment while the instruction is at work. */
export const situations = ['normal', 'interrupted', 'paused', 'continued-as-new'] as const;
export type Situation = (typeof situations)[number] | 'store-away';

/** Every instruction in every situation, and an outcome that the store does not take at once. */
export const cases: readonly (readonly [Op, Situation])[] = [
  ...ops.flatMap((op) => situations.map((situation) => [op, situation] as const)),
  ['end', 'store-away'],
];

const email = (step: string): Instruction =>
  effect(step, { kind: 'message', template: step, channel: 'email', class: 'transactional', to: 'champion' });

function effect(step: string, spec: Extract<Instruction, { op: 'effect' }>['effect']): Instruction {
  return { op: 'effect', step, summary: `Do ${step}`, effect: spec };
}

// Where the instruction under test begins: after a message and a wait that an event ends.
const start = 2;

/** A program that brings an instruction to work between two waits, `gate` and `after`. */
export function shapeOf(op: Op): Program {
  const middle = middleOf(op);
  const instructions = [
    email('before'),
    wait('gate', 30 * day, ['go']),
    ...middle,
    wait('after', 30 * day, ['done']),
    end('saved'),
  ];
  return programOf(instructions, {
    playbook: `replay-${op.toLowerCase()}`,
    type: typeOf(op),
    title: `Replay of ${op}`,
  });
}

/** The workflow type of an op's shape. */
export function typeOf(op: Op): string {
  return `replay${op[0]!.toUpperCase()}${op.slice(1)}`;
}

function middleOf(op: Op): readonly Instruction[] {
  const base = { step: 'middle', summary: `The ${op} under test` };
  switch (op) {
    case 'effect':
      return [
        email('message'),
        effect('banner', { kind: 'banner', template: 'update-card', action: 'show' }),
        effect('notify', { kind: 'notify', queue: 'success', text: 'look' }),
        effect('offer', { kind: 'offer', offer: 'discount', amount: 'value.amount * 0.1' }),
        effect('suppress', { kind: 'suppress', channel: 'email', class: 'marketing', reason: 'let go' }),
        effect('hold', { kind: 'hold', what: 'account', action: 'place' }),
        effect('record', { kind: 'record', field: 'reason', value: 'price' }),
      ];
    case 'charge':
      return [
        { ...base, op, effect: { kind: 'charge', invoices: 'open' }, attempts: 2, wakeOn: ['card_updated'] },
      ];
    case 'task':
      return [
        {
          ...base,
          op,
          queue: 'success',
          title: 'Call',
          dueMs: day,
          await: true,
          dueFrom: 'now',
          timeoutMs: 10 * day,
        },
      ];
    case 'approve':
      return [{ ...base, op, policy: 'plan', title: 'Plan', evidence: [] }];
    case 'plan':
      return [
        {
          ...base,
          op,
          template: 'plan',
          queue: 'success',
          milestones: [
            { title: 'One', dueMs: day },
            { title: 'Two', dueMs: day },
          ],
        },
      ];
    case 'wait':
      return [{ ...base, op, forMs: hour, events: [] }];
    case 'rescore':
    case 'readFacts':
      return [{ ...base, op }];
    case 'play':
      return [{ ...base, op, playbook: 'other-play', with: {} }];
    case 'workflow':
      return [{ ...base, op, type: 'sweep', input: { limit: 1 } }];
    case 'branch':
      return [
        { ...base, op, cases: [{ when: 'invoices.open > 0.0', target: start + 2 }], otherwise: start + 1 },
        email('otherwise'),
        email('chosen'),
      ];
    case 'jump':
      return [{ ...base, op, target: start + 2 }, email('jumped-over'), email('reached')];
    case 'loop':
    case 'next':
      return [
        { ...base, op: 'loop', times: 2, exit: start + 3 },
        email('pass'),
        { ...base, op: 'next', loop: start },
      ];
    case 'fork':
    case 'join':
      return [
        { ...base, op: 'fork', branches: [start + 1, start + 3], join: start + 4 },
        email('left'),
        { ...base, op: 'jump', target: start + 4 },
        { ...base, op: 'rescore', step: 'right' },
        { ...base, op: 'join' },
      ];
    case 'end':
      return [
        {
          ...base,
          op: 'end',
          when: "step.gate.reason == 'go'",
          outcome: 'cured',
          reason: 'ended in the middle',
        },
      ];
  }
}
