import { setTimeout as sleep } from 'node:timers/promises';
import type { CrashPoint } from '../../../application/crash-points';
import type { SupervisedProcess } from '../../../ports/processes/supervise';
import type { Deployment, ProcessOptions } from '../../support/deployment';
import type { Role } from '../../support/deployment/role-process';

/** What a member of the fleet is run as, each time it is started. */
export interface Member {
  readonly name: string;
  readonly role: Role;
  /** Asked before every start, so that a member may come back as something else; undefined = it is done. */
  readonly next: () => ProcessOptions | undefined;
  /** Called when it died by SIGKILL, before it is started again. */
  readonly died?: () => Promise<void>;
}

/** Processes that are started again whenever they die, as an orchestrator would. */
export interface Fleet {
  add(member: Member): Promise<void>;
  /** Kills what runs under this name; it comes back after the pause. False = it is not up just now. */
  kill(name: string, downMs: number): Promise<boolean>;
  /** Ends of processes that nobody killed, with their exit codes. */
  readonly unexpected: readonly string[];
  /** Resolves when members without more to run have ended and the others are up. */
  settle(): Promise<void>;
  /** Kills everything and starts nothing any more. */
  disband(): Promise<void>;
}

interface Running {
  process: SupervisedProcess | undefined;
  downMs: number;
  starting: Promise<void>;
}

/** An empty fleet over a deployment. */
export function createFleet(deployment: Pick<Deployment, 'run'>): Fleet {
  const members = new Map<string, Running>();
  const unexpected: string[] = [];
  const state = { disbanded: false };
  const start = async (member: Member, running: Running): Promise<void> => {
    const options = state.disbanded ? undefined : member.next();
    if (!options) return;
    const process = await startPatiently(deployment, member, options, { unexpected, state });
    if (!process) return;
    running.process = process;
    void process.exited.then(({ code, signal }) => {
      running.process = undefined;
      if (state.disbanded) return;
      if (signal !== 'SIGKILL') unexpected.push(`${member.name} ended with ${signal ?? `exit code ${code}`}`);
      // Its pause is part of its start, so that whoever waits for the fleet waits for this one too.
      running.starting = comeBack(member, running);
    });
  };
  const comeBack = async (member: Member, running: Running): Promise<void> => {
    const died = member.died?.();
    await sleep(running.downMs);
    running.downMs = 0;
    await start(member, running);
    await died;
  };
  return {
    unexpected,
    add: async (member) => {
      const running: Running = { process: undefined, downMs: 0, starting: Promise.resolve() };
      members.set(member.name, running);
      running.starting = start(member, running);
      await running.starting;
    },
    kill: async (name, downMs) => {
      const running = members.get(name);
      if (!running?.process) return false;
      running.downMs = downMs;
      await running.process.kill();
      return true;
    },
    settle: async () => {
      await sleep(50);
      for (const running of members.values()) await running.starting;
    },
    disband: async () => {
      state.disbanded = true;
      for (const running of members.values()) {
        await running.starting;
        await running.process?.kill();
      }
    },
  };
}

// A crash point may be reached before the process has said that it is up, and the server it needs may be down.
async function startPatiently(
  deployment: Pick<Deployment, 'run'>,
  member: Member,
  options: ProcessOptions,
  { unexpected, state }: { readonly unexpected: string[]; readonly state: { readonly disbanded: boolean } },
): Promise<SupervisedProcess | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deployment.run(member.role, options);
    } catch (error) {
      if (state.disbanded) return undefined;
      const said = error instanceof Error ? error.message : String(error);
      if (!said.includes('SIGKILL')) unexpected.push(`${member.name} did not start: ${said.slice(0, 600)}`);
      else await member.died?.();
      if (attempt >= 10) throw error;
      await sleep(500);
    }
  }
}

/** Settings of a process that dies at a named point. */
export function dyingAt(point: CrashPoint, oneIn: number): ProcessOptions {
  return { settings: { TIDELINE_CRASH_POINT: point, TIDELINE_CRASH_ONE_IN: String(oneIn) } };
}
