import type { InboxItem } from '../../domain/inbox';
import {
  RuntimeRefusal,
  type TreatmentRuntime,
  type WorkflowState,
} from '../../ports/temporal/treatment-runtime';

/** A durable runtime in memory with workflows that a test can lose, end and refuse. */
export interface FakeRuntime extends TreatmentRuntime {
  /** Calls that were taken, in order: `start <id>`, `deliver <id> <seq,seq>`. */
  readonly log: string[];
  /** Items each workflow got, in order. */
  readonly inboxes: ReadonlyMap<string, readonly InboxItem[]>;
  /** How many starts there were of an id that had none yet. */
  starts(treatmentId: string): number;
  /** Refuses for good what the predicate names. */
  refuse(
    what: (call: { readonly treatmentId: string; readonly items: readonly InboxItem[] }) => boolean,
  ): void;
  /** Fails the next calls as a server that is away does. */
  away(calls: number): void;
  /** Answers NOT_FOUND to signals although the workflow runs, until it is found again. */
  lose(treatmentId: string): void;
  find(treatmentId: string): void;
  /** Ends or removes a workflow behind the store's back. */
  end(treatmentId: string, how: 'closed' | 'absent'): void;
  /** Holds calls under way until the given function is called. */
  hold(): () => void;
  /** Makes a workflow's task fail again and again. */
  stick(treatmentId: string, why: string): void;
}

/** An empty runtime. */
export function fakeRuntime(): FakeRuntime {
  const workflows = new Map<string, 'running' | 'closed'>();
  const inboxes = new Map<string, InboxItem[]>();
  const starts = new Map<string, number>();
  const lost = new Set<string>();
  const stuck = new Map<string, string>();
  const log: string[] = [];
  let refuses: Parameters<FakeRuntime['refuse']>[0] = () => false;
  let failures = 0;
  let gate = Promise.resolve();
  const admit = async (treatmentId: string, items: readonly InboxItem[] = []): Promise<void> => {
    await gate;
    if (failures > 0) {
      failures -= 1;
      throw new Error('the server is away');
    }
    if (refuses({ treatmentId, items })) throw new RuntimeRefusal(treatmentId, new Error('not acceptable'));
  };
  return {
    log,
    inboxes,
    starts: (treatmentId) => starts.get(treatmentId) ?? 0,
    start: async ({ treatmentId }) => {
      await admit(treatmentId);
      log.push(`start ${treatmentId}`);
      if (workflows.has(treatmentId)) return;
      starts.set(treatmentId, (starts.get(treatmentId) ?? 0) + 1);
      workflows.set(treatmentId, 'running');
      inboxes.set(treatmentId, []);
    },
    deliver: async (treatmentId, items) => {
      await admit(treatmentId, items);
      if (lost.has(treatmentId) || workflows.get(treatmentId) !== 'running') return 'notFound';
      log.push(`deliver ${treatmentId} ${items.map(({ seq }) => seq).join(',')}`);
      inboxes.get(treatmentId)?.push(...items);
      return 'delivered';
    },
    state: async (treatmentId): Promise<WorkflowState> => workflows.get(treatmentId) ?? 'absent',
    stuckBecause: async (treatmentId) => stuck.get(treatmentId),
    refuse: (what) => {
      refuses = what;
    },
    away: (calls) => {
      failures = calls;
    },
    lose: (treatmentId) => lost.add(treatmentId),
    find: (treatmentId) => lost.delete(treatmentId),
    end: (treatmentId, how) => {
      if (how === 'closed') workflows.set(treatmentId, 'closed');
      else workflows.delete(treatmentId);
    },
    hold: () => {
      let open = () => {};
      gate = new Promise((resolve) => (open = resolve));
      return open;
    },
    stick: (treatmentId, why) => stuck.set(treatmentId, why),
  };
}
