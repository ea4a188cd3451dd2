import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lastLinesOf } from './last-lines';
import { watchGroup } from './watchdog';

/** What to run and how to know that it is up. */
export interface SuperviseOptions {
  /** Shown in messages: 'Temporal dev server'. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Replaces the whole environment; inherited when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Standard output and error are appended here. */
  readonly logFile: string;
  /** Resolves true once the process answers; a throw counts as not yet. */
  readonly isHealthy: () => Promise<boolean>;
  readonly healthTimeoutMs?: number;
  /** How long `stop` waits after SIGTERM before SIGKILL. */
  readonly graceMs?: number;
  /** SIGTERM unless the program means something else by it. */
  readonly stopSignal?: NodeJS.Signals;
  /** Runs the child as another user; only root may. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** A healthy child in a process group of its own. */
export interface SupervisedProcess {
  readonly name: string;
  readonly pid: number;
  /** Settles when the child ends, for whatever reason. */
  readonly exited: Promise<ProcessExit>;
  /** Asks the group to stop, SIGKILL after the grace period; resolves when it is gone. */
  readonly stop: () => Promise<void>;
  /** SIGKILL to the group at once; resolves when it is gone. */
  readonly kill: () => Promise<void>;
}

/** How a child ended. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A child could not be started, or ended or stayed silent before it was healthy. */
export class ProcessStartError extends Error {
  override name = 'ProcessStartError';

  constructor(
    message: string,
    options?: ErrorOptions,
    /** How it ended, when it ended by itself. */
    readonly exit?: ProcessExit,
  ) {
    super(message, options);
  }
}

/** Starts a child, writes its output to a file and resolves when it is healthy; the child dies with its parent. */
export async function supervise(options: SuperviseOptions): Promise<SupervisedProcess> {
  const child = start(options);
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('exit', (code, signal) => {
      // What the child itself left running in its group goes too. Now or never: see `signalGroup`.
      sendToGroup(child.pid, 'SIGKILL');
      resolve({ code, signal });
    });
    child.once('error', () => resolve({ code: null, signal: null }));
  });
  if (child.pid !== undefined) void exited.then(watchGroup(child.pid));
  const kill = async (): Promise<void> => {
    signalGroup(child, 'SIGKILL');
    await exited;
  };
  try {
    await untilHealthy(options, child, exited);
  } catch (error) {
    await kill();
    throw error;
  }
  return {
    name: options.name,
    pid: child.pid ?? 0,
    exited,
    kill,
    stop: () => stopGracefully(child, exited, options),
  };
}

function start(options: SuperviseOptions): ChildProcess {
  mkdirSync(path.dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a');
  try {
    // A group of its own, so that a child's own children are stopped with it and Ctrl-C reaches us first.
    return spawn(options.command, options.args, {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: options.cwd,
      env: options.env,
      ...options.user,
    });
  } finally {
    closeSync(log);
  }
}

async function untilHealthy(
  options: SuperviseOptions,
  child: ChildProcess,
  exited: Promise<ProcessExit>,
): Promise<void> {
  let ended: ProcessExit | undefined;
  let spawnError: Error | undefined;
  child.once('error', (error) => (spawnError = error));
  void exited.then((exit) => (ended = exit));
  const timeoutMs = options.healthTimeoutMs ?? 30_000;
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if (spawnError) {
      throw new ProcessStartError(`${options.name} cannot be run: ${spawnError.message}`, {
        cause: spawnError,
      });
    }
    if (ended) throw new ProcessStartError(earlyExit(options, ended), undefined, ended);
    if (await probe(options.isHealthy)) return;
    await delay(50);
  }
  throw new ProcessStartError(
    `${options.name} was not healthy within ${timeoutMs / 1000} s; its log is ${options.logFile}:\n${lastLinesOf(options.logFile)}`,
  );
}

function earlyExit(options: SuperviseOptions, exit: ProcessExit): string {
  const how = exit.signal ? `signal ${exit.signal}` : `exit code ${exit.code}`;
  return `${options.name} ended with ${how} before it was healthy; its log is ${options.logFile}:\n${lastLinesOf(options.logFile)}`;
}

async function probe(isHealthy: () => Promise<boolean>): Promise<boolean> {
  try {
    return await isHealthy();
  } catch {
    return false; // Refused connections are what starting up looks like; the deadline bounds them.
  }
}

async function stopGracefully(
  child: ChildProcess,
  exited: Promise<ProcessExit>,
  options: SuperviseOptions,
): Promise<void> {
  signalGroup(child, options.stopSignal ?? 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), options.graceMs ?? 10_000);
  await exited;
  clearTimeout(timer);
}

// Numbers of processes come round again within minutes where many are started: once a child has ended, its group's
// number may be that of a stranger.
function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (exitCode === null && signalCode === null) sendToGroup(pid, signal);
}

function sendToGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // Already gone is what was wanted.
  }
}
