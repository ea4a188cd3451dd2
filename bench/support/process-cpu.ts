import { readdirSync, readFileSync } from 'node:fs';

// Linux counts in hundredths of a second.
const msPerTick = 10;

interface ProcessLine {
  readonly pid: number;
  readonly name: string;
  readonly parent: number;
  readonly cpuMs: number;
}

/**
 * CPU milliseconds so far of the children of this process, each with what it has started itself, by name; `names`
 * (process id → name) says which are counted. What else runs on the machine is not in it. Empty where /proc is absent.
 */
export function cpuOfChildren(names: ReadonlyMap<number, string>): Readonly<Record<string, number>> {
  const all = new Map(processes().map((line) => [line.pid, line]));
  const used: Record<string, number> = {};
  for (const line of all.values()) {
    const root = rootOf(line, all);
    const name = root && (names.get(root.pid) ?? programs.find((program) => program === root.name));
    if (name !== undefined) used[name] = (used[name] ?? 0) + line.cpuMs;
  }
  return used;
}

// Servers of which there is one, known by their program's name.
const programs = ['postgres', 'temporal'];

// A server's own children may leave its process group, so the parents are followed up to our own child.
function rootOf(line: ProcessLine, all: ReadonlyMap<number, ProcessLine>): ProcessLine | undefined {
  let at: ProcessLine | undefined = line;
  while (at && at.pid !== process.pid && at.parent !== process.pid) at = all.get(at.parent);
  return at;
}

function processes(): ProcessLine[] {
  return folders().flatMap((pid) => {
    try {
      return [parse(Number(pid), readFileSync(`/proc/${pid}/stat`, 'utf8'))];
    } catch {
      return []; // It ended meanwhile.
    }
  });
}

function folders(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return []; // Not Linux: the figure is left out.
  }
}

// After the name in brackets, which may hold blanks itself: state, parent, …, user and system time (11, 12), those of
// children that have ended (13, 14), without which a closed connection would take its work with it.
function parse(pid: number, stat: string): ProcessLine {
  const end = stat.lastIndexOf(')');
  const fields = stat
    .slice(end + 2)
    .split(' ')
    .map(Number);
  const parent = fields[1] ?? 0;
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + field, 0);
  return { pid, name: stat.slice(stat.indexOf('(') + 1, end), parent, cpuMs: ticks * msPerTick };
}
