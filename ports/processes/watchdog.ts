import { spawn } from 'node:child_process';

/**
 * Kills a process group once this process is gone, even by SIGKILL; returns a function that calls it off.
 * A shell holds the reading end of a pipe whose only writer is us: the system closes it however we end.
 */
export function watchGroup(groupId: number): () => void {
  const watchdog = spawn('sh', ['-c', 'read -r _; kill -9 "-$0"', String(groupId)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  const pipe = watchdog.stdin;
  if ('unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
  // Without sh there is no watchdog, and nothing else changes.
  watchdog.once('error', () => undefined);
  // Called off by SIGKILL, not by closing the pipe: the group's number may belong to someone else by then.
  return () => void watchdog.kill('SIGKILL');
}
