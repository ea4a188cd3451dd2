import type { FactsSnapshot } from '../../../domain/facts';
import type { InboxItem } from '../../../domain/inbox';
import type {
  CompleteCommand,
  EffectCommand,
  EffectResult,
  StepCommand,
  TreatmentActivities,
} from '../../../domain/treatment-activities';
import { factsAt, hour } from './inputs';

/** A world in memory that answers a treatment's activities; tests change its answers and read what was asked. */
export interface FakeWorld {
  readonly activities: TreatmentActivities;
  readonly calls: {
    readonly name: string;
    readonly step: string;
    readonly path: string;
    readonly command: StepCommand | CompleteCommand;
  }[];
  /** Answers of effects by step, used once each, in order; afterwards they are done. */
  readonly effects: Map<string, EffectAnswer[]>;
  readonly checkpoints: { tier: 'low' | 'medium' | 'high'; points: number }[];
  /** What the next checkpoints find in the treatment's inbox. */
  readonly inboxes: (readonly InboxItem[])[];
  decision: 'open' | 'approved' | 'rejected' | 'expired';
  remindMs: number;
  expireMs: number;
  taskState: 'open' | 'done';
  left: boolean;
  /** How often the store does not take the outcome before it does. */
  outcomesRefused: number;
  facts: () => FactsSnapshot;
  /** Awaited by every effect before it answers. */
  gate: () => Promise<void>;
  names(): readonly string[];
}
export type EffectAnswer = EffectResult extends infer R
  ? R extends unknown
    ? Omit<R, 'facts'>
    : never
  : never;

/** A world whose clock is given. */
export function fakeWorld(nowMs: () => Promise<number> | number): FakeWorld {
  let sequence = 1;
  const iso = async (plus = 0) => new Date((await nowMs()) + plus).toISOString();
  const note = (name: string, command: StepCommand | CompleteCommand) => {
    const at = 'step' in command ? { step: command.step, path: command.path } : { step: '', path: '' };
    world.calls.push({ name, ...at, command });
  };
  const effect =
    (name: string) =>
    async (command: EffectCommand): Promise<EffectResult> => {
      note(name, command);
      await world.gate();
      const scripted = world.effects.get(command.step)?.shift();
      const answer: EffectAnswer = scripted ?? {
        status: 'done',
        outcome: name === 'chargeInvoices' ? 'paid' : 'sent',
        count: 1,
        amount: 0,
      };
      return { ...answer, facts: await fresh() };
    };
  const fresh = async () => {
    sequence += 1;
    return { ...world.facts(), sequence, asOf: await iso() };
  };
  const view = async (name: string, command: StepCommand & { approvalId: string }) => {
    note(name, command);
    const state = name === 'expireApproval' && world.decision === 'open' ? 'expired' : world.decision;
    return { approvalId: command.approvalId, state, by: 'ada', edited: false, facts: await fresh() };
  };
  const task = async (name: string, command: StepCommand & { taskId: string }) => {
    note(name, command);
    const state =
      name === 'expireTask' && world.taskState === 'open' ? ('expired' as const) : world.taskState;
    return { taskId: command.taskId, state, by: 'ada', result: 'called', facts: await fresh() };
  };
  const world: FakeWorld = {
    calls: [],
    effects: new Map(),
    checkpoints: [],
    inboxes: [],
    decision: 'approved',
    remindMs: hour,
    expireMs: 3 * hour,
    taskState: 'done',
    left: true,
    outcomesRefused: 0,
    facts: () => factsAt(sequence, new Date(0).toISOString()),
    gate: async () => undefined,
    names: () => world.calls.map(({ name }) => name),
    activities: {
      sendMessage: effect('sendMessage'),
      chargeInvoices: effect('chargeInvoices'),
      showBanner: effect('showBanner'),
      notifyStaff: effect('notifyStaff'),
      makeOffer: effect('makeOffer'),
      suppressContact: effect('suppressContact'),
      placeHold: effect('placeHold'),
      recordFact: effect('recordFact'),
      openTask: async (command) => {
        note('openTask', command);
        return { taskId: `task-${command.step}-${command.path}`, dueAt: command.dueAt, facts: await fresh() };
      },
      loadTask: (command) => task('loadTask', command),
      expireTask: (command) => task('expireTask', command),
      openApproval: async (command) => {
        note('openApproval', command);
        const due = {
          dueAt: await iso(world.remindMs),
          remindAt: await iso(world.remindMs),
          expiresAt: await iso(world.expireMs),
        };
        return {
          status: 'open',
          approvalId: `approval-${command.step}-${command.path}`,
          ...due,
          facts: await fresh(),
        };
      },
      remindApproval: (command) => view('remindApproval', command),
      loadDecision: (command) => view('loadDecision', command),
      expireApproval: (command) => view('expireApproval', command),
      rescore: async (command) => {
        note('rescore', command);
        const { tier, points } = world.checkpoints.shift() ?? { tier: 'low', points: 5 };
        const facts = await fresh();
        const inbox = world.inboxes.shift();
        return { facts, sequence: facts.sequence, tier, points, ...(inbox && { inbox }) };
      },
      readFacts: async (command) => {
        note('readFacts', command);
        return { facts: await fresh() };
      },
      recordProgress: async (command) => note('recordProgress', command),
      confirmLeave: async (command) => {
        note('confirmLeave', command);
        return { left: world.left, facts: await fresh() };
      },
      expireTreatment: async (command) => {
        note('expireTreatment', command);
        return { outcome: 'expired', reason: command.reason };
      },
      recordMeasure: async (command) => note('recordMeasure', command),
      handOver: async (command) => {
        note('handOver', command);
        return { facts: await fresh() };
      },
      acceptUnsigned: async (command) => {
        note('acceptUnsigned', command);
        return { accepted: false, why: 'forged' };
      },
      completeTreatment: async (command) => {
        note('completeTreatment', command);
        if (world.outcomesRefused > 0) {
          world.outcomesRefused -= 1;
          throw new Error('the store is away');
        }
        return { late: 0 };
      },
    },
  };
  return world;
}
