import { Option, type Command } from 'commander';
import { levelsOf } from '../../domain/registry/levels-of';
import { registryPage, type RegistrySegment } from '../../domain/registry/registry-page';
import type { RegistryLevels } from '../../domain/registry/segment-lines';
import { callOf, showOf } from '../command';
import { fields } from '../table';
import type { Terminal } from '../terminal';
import { goodBook } from './books';

interface SegmentFlags {
  readonly format: 'table' | 'markdown' | 'json';
  readonly book?: string;
}

/** What is shown, from a folder or from a server. */
interface Registry {
  readonly bookHash: string;
  readonly levels: RegistryLevels;
  readonly segments: readonly RegistrySegment[];
}

/** `tideline segments`: the registry of the server's active book with its members, or of a folder. */
export function segments(program: Command, terminal: Terminal): void {
  program
    .command('segments')
    .description('the registry: every segment with what it changes')
    .addOption(
      new Option('--format <format>', 'how it is shown')
        .choices(['table', 'markdown', 'json'])
        .default('table'),
    )
    .option('--book <folder>', "of a folder, without members (default: the server's active book)")
    .action(async ({ format, book }: SegmentFlags, command: Command) => {
      const show = showOf(command, terminal);
      const registry =
        book === undefined ? await ofServer(command, terminal) : await ofFolder(book, command, terminal);
      const answer = { ...registry };
      if (format === 'json') show.whole(answer);
      else if (format === 'markdown')
        show.line(answer, registryPage(registry.segments, registry.levels).trimEnd());
      else
        show.table(
          answer,
          registry.segments,
          fields(
            ['id', 'ID'],
            ['layer', 'LAYER'],
            ['tier', 'TIER'],
            ['members', 'MEMBERS'],
            ['title', 'TITLE'],
          ),
        );
    });
}

async function ofServer(command: Command, terminal: Terminal): Promise<Registry> {
  const { remote } = await callOf(command, terminal);
  // As the server's schema says.
  return (await remote.get('/v1/segments')) as unknown as Registry;
}

async function ofFolder(folder: string, command: Command, terminal: Terminal): Promise<Registry> {
  const { book } = await goodBook(terminal, folder, showOf(command, terminal));
  const { hash, segments: all, policies } = book.book;
  return { bookHash: hash, levels: levelsOf(policies), segments: all };
}
