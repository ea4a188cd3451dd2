import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { showOf } from '../command';
import type { Terminal } from '../terminal';

/** `tideline book schema`: JSON Schemas of the book's files for editors, no server needed. */
export function bookSchemas(group: Command, terminal: Terminal): void {
  group
    .command('schema')
    .description('JSON Schemas of the files of a book, for editors that complete and check YAML')
    .option('--out <folder>', 'write one file a schema there (default: print them)')
    .action(async ({ out }: { readonly out?: string }, command: Command) => {
      // Loaded when it is needed: most commands only talk to the server.
      const { bookSchemas: made } = await import('../../domain/book/schema/json/book-schemas');
      const show = showOf(command, terminal);
      const schemas = made();
      if (out === undefined) {
        show.whole(Object.fromEntries(schemas.map(({ name, schema }) => [name, schema])));
        return;
      }
      const folder = path.resolve(terminal.folder, out);
      await mkdir(folder, { recursive: true });
      for (const { name, schema } of schemas)
        await writeFile(path.join(folder, `${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
      const written = schemas.map(({ name, files }) => ({ files, schema: `${out}/${name}.schema.json` }));
      const lines = written.map(
        ({ files, schema }) => `${files}: begin it with "# yaml-language-server: $schema=${schema}"`,
      );
      show.line({ written }, lines.join('\n'));
    });
}
