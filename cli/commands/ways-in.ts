import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { callOf, type Call } from '../command';
import type { Terminal } from '../terminal';
import { CliFailure, exitCodes } from '../failure';
import { jsonFile, pair, pairs, repeated, typedValue, whole } from '../values';
import { fields } from '../table';

interface SignalFlags {
  readonly id?: string;
  readonly identity?: string;
  readonly at?: string;
  readonly context?: string;
  readonly data?: readonly string[];
  readonly file?: string;
}
interface CrossingFlags {
  readonly id?: string;
  readonly identity?: string;
  readonly at?: string;
  readonly context?: string;
  readonly sequence?: number;
  readonly fromTier?: string;
  readonly toTier?: string;
  readonly reason?: readonly string[];
  readonly file?: string;
}

/** A word of the command line; left out when a file is sent instead. */
type Word = string | undefined;

const identityOption = [
  '--identity <kind=value>',
  'instead of the customer: an id elsewhere, such as crm=4711; what nobody has yet waits (tideline unresolved)',
] as const;

/** `tideline signal send` and `tideline crossing send`. */
export function waysIn(program: Command, terminal: Terminal): void {
  program
    .command('signal')
    .description('facts about customers')
    .command('send [customer] [name] [value]')
    .description('send one signal, or a JSON file of them')
    .option(
      '--id <id>',
      'your id of this fact; sent again with the same --at it is a duplicate (default: a new one)',
    )
    .option('--at <instant>', 'when it was true, e.g. 2026-01-31T09:00:00Z (default: now)')
    .option(...identityOption)
    .option('--context <kind:id>', 'what it is about, if narrower than the customer')
    .option('--data <name=value>', 'an attribute beside the value; repeatable', repeated)
    .option('--file <json>', 'one signal or an array of them')
    .action(async (first: Word, second: Word, third: Word, flags: SignalFlags, command: Command) => {
      const { who, words } = addressed(flags, [first, second, third]);
      const [name, value] = words;
      const call = await callOf(command, terminal);
      const body = flags.file
        ? await jsonFile(terminal, flags.file)
        : {
            ...(await timed(call, flags)),
            ...who,
            name,
            value: value === undefined ? undefined : typedValue(value),
            data: pairs(flags.data, '--data'),
          };
      await deliver(call, '/v1/signals', body);
    });
  program
    .command('crossing')
    .description('boundary crossings of external segments')
    .command('send [customer] [segment] [direction]')
    .description('send one crossing (direction: entered or exited), or a JSON file of them')
    .option('--id <id>', 'your id of this crossing (default: a new one)')
    .option('--at <instant>', 'when it happened (default: now)')
    .option(...identityOption)
    .option('--context <kind:id>', 'what it is about, if narrower than the customer')
    .option('--sequence <n>', "the sender's own order", whole(0, Number.MAX_SAFE_INTEGER))
    .option('--from-tier <tier>', 'low, medium or high')
    .option('--to-tier <tier>', 'low, medium or high')
    .option('--reason <text>', 'why; repeatable', repeated)
    .option('--file <json>', 'one crossing or an array of them')
    .action(async (first: Word, second: Word, third: Word, flags: CrossingFlags, command: Command) => {
      const { who, words } = addressed(flags, [first, second, third]);
      const [segment, direction] = words;
      const call = await callOf(command, terminal);
      const body = flags.file
        ? await jsonFile(terminal, flags.file)
        : { ...(await timed(call, flags)), ...who, segment, direction, ...moved(flags) };
      await deliver(call, '/v1/crossings', body);
    });
}

/** Whom it is about, and the words after it: with an identity, no word names the customer. */
function addressed(
  { identity }: { readonly identity?: string },
  words: readonly [Word, Word, Word],
): { readonly who: object; readonly words: readonly Word[] } {
  const [customer, ...rest] = words;
  if (identity === undefined) return { who: { customer }, words: rest };
  const [kind, value] = pair(identity, '--identity');
  if (rest.at(-1) === undefined) return { who: { identity: { kind, value } }, words };
  throw new CliFailure(
    `--identity stands instead of the customer: leave out "${customer}", or --identity.`,
    exitCodes.usage,
  );
}

function moved(flags: CrossingFlags): object {
  return {
    sequence: flags.sequence,
    fromTier: flags.fromTier,
    toTier: flags.toTier,
    reasons: flags.reason,
  };
}

/** The id and the time of an item typed by hand. */
export async function timed(
  { remote }: Call,
  flags: { readonly id?: string; readonly at?: string; readonly context?: string },
): Promise<object> {
  return {
    id: flags.id ?? randomUUID(),
    occurredAt: flags.at ?? (await remote.now()),
    context: flags.context,
  };
}

/** Sends items and shows what became of each. */
export async function deliver({ remote, show }: Call, path: string, body: unknown): Promise<void> {
  const answer = await remote.send('POST', path, body);
  show.table(
    answer,
    answer['results'],
    fields(
      ['id', 'ID'],
      ['status', 'STATUS'],
      ['crossings', 'CROSSINGS'],
      ['treatments', 'TREATMENTS'],
      ['held', 'HELD'],
      ['message', 'MESSAGE'],
    ),
  );
}
