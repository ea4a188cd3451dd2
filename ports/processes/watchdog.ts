import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Kills a process group once this process is gone, even by SIGKILL; returns a function that calls it off.
 * A shell holds the reading end of a pipe whose only writer is us: the system closes it however we end. Only that end
 * counts, not what is written.
 */
export function watchGroup(groupId: number): () => void {
  const watchdog = spawn('sh', ['-c', 'while read -r _; do :; done; kill -9 "-$0"', String(groupId)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  // The pipe must not keep our event loop alive; a stream to a child is a socket, whatever its type says.
  if (watchdog.stdin instanceof Socket) watchdog.stdin.unref();
  // Without sh there is no watchdog, and nothing else changes.
  watchdog.once('error', () => undefined);
  // Called off by SIGKILL, not by closing the pipe: the group's number may belong to someone else by then.
  return () => void watchdog.kill('SIGKILL');
}
