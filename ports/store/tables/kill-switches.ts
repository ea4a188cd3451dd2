import type { Transaction } from '../store';

/** A switch that is on: 'all', 'playbook:<id>', 'effect:<kind>' or 'channel:<channel>'. */
export interface KillSwitch {
  readonly scope: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

/** Turns a switch on; one that is on gets the new reason. */
export async function upsertKillSwitch(tx: Transaction, on: KillSwitch): Promise<void> {
  await tx.query(
    `INSERT INTO kill_switches (scope, reason, by_whom, at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (scope) DO UPDATE SET reason = excluded.reason, by_whom = excluded.by_whom, at = excluded.at`,
    [on.scope, on.reason, on.by, on.at],
  );
}

/** Turns a switch off; false when it was off. */
export async function deleteKillSwitch(tx: Transaction, scope: string): Promise<boolean> {
  const rows = await tx.query('DELETE FROM kill_switches WHERE scope = $1 RETURNING scope', [scope]);
  return rows.length > 0;
}

/** Switches that are on. */
export async function readKillSwitches(tx: Transaction): Promise<KillSwitch[]> {
  return tx.query('SELECT scope, reason, by_whom AS by, at FROM kill_switches ORDER BY scope');
}

/** Playbooks that a treatment runs by which is not closed. */
export async function openPlaybooks(tx: Transaction): Promise<string[]> {
  const rows = await tx.query<{ playbook: string }>(
    "SELECT DISTINCT playbook FROM treatments WHERE state <> 'closed' ORDER BY playbook",
  );
  return rows.map(({ playbook }) => playbook);
}
