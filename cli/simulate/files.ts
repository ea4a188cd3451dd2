import type { z } from 'zod';
import { parsePart } from '../../domain/book/parse-part';
import { createReport, type Place, type Report } from '../../domain/book/report';
import type { CompiledBook } from '../../domain/compiled-book';
import { parseYamlFile } from '../../ports/book-files/yaml-file';
import { checkCustomer, checkResponses } from '../../simulation/responses/check-names';
import type { GivenCustomer, Responses } from '../../simulation/responses/responses';
import { customerSchema, responsesSchema } from '../../simulation/responses/schema';
import { CliFailure } from '../failure';
import type { Terminal } from '../terminal';
import { textFile } from '../values';

/** Reads a customer's file; every fault is told at once, with its line. */
export function customerFile(terminal: Terminal, file: string, book: CompiledBook): Promise<GivenCustomer> {
  return checkedFile(terminal, file, {
    schema: customerSchema,
    check: (customer, place, report) => checkCustomer(customer, place, { book, report }),
  });
}

/** Reads a responses file for one playbook. */
export async function responsesFile(
  terminal: Terminal,
  file: string,
  { book, playbook }: { readonly book: CompiledBook; readonly playbook: string },
): Promise<Responses> {
  const responses = await checkedFile(terminal, file, {
    schema: responsesSchema,
    check: (read, place, report) => checkResponses(read, place, { book, report }),
  });
  if (responses.playbook === playbook) return responses;
  throw new CliFailure(`${file} holds responses to ${responses.playbook}, not to ${playbook}.`);
}

interface Reading<T> {
  readonly schema: z.ZodType<T>;
  readonly check: (read: T, place: Place, report: Report) => void;
}

async function checkedFile<T>(terminal: Terminal, file: string, { schema, check }: Reading<T>): Promise<T> {
  const [document] = parseYamlFile(file, await textFile(terminal, file));
  if (!document) throw new CliFailure(`${file} is empty.`);
  const report = createReport();
  const place: Place = { file: document, path: [] };
  const read = document.faults.length > 0 ? undefined : parsePart(schema, document.tree, place, report);
  if (read !== undefined) check(read, place, report);
  const all = [...document.faults, ...report.errors];
  if (read !== undefined && all.length === 0) return read;
  throw new CliFailure(
    all
      .map(
        ({ line, column, message, hint }) =>
          `${file}:${line}:${column} ${message}${hint ? ` (${hint})` : ''}`,
      )
      .join('\n'),
  );
}
