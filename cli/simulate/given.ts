import type { CompiledBook } from '../../domain/compiled-book';
import type { TestSignal } from '../../domain/policy-test';
import type { GivenCustomer } from '../../simulation/responses/responses';
import { CliFailure, exitCodes } from '../failure';
import type { Terminal } from '../terminal';
import { durationOption, pair, pairs, typedValue } from '../values';
import { customerFile } from './files';
import { refuseUnknown } from './typed-names';

/** Options that say what a customer is and what becomes known of it. */
export interface CustomerFlags {
  readonly customer?: readonly string[];
  readonly signal?: readonly TestSignal[];
}

const nobody: GivenCustomer = { customer: {}, signals: [], crossings: [] };

/** The customer of the options: a file, attributes and facts typed, or both together; undefined where none is given. */
export async function customerOf(
  terminal: Terminal,
  { customer, signal }: CustomerFlags,
  book: CompiledBook,
): Promise<GivenCustomer | undefined> {
  if (!customer && !signal) return undefined;
  const files = (customer ?? []).filter((text) => !text.includes('='));
  const [file, second] = files;
  if (second !== undefined)
    throw new CliFailure(`--customer takes one file, and ${files.join(' and ')} are two.`, exitCodes.usage);
  const read: GivenCustomer = file === undefined ? nobody : await customerFile(terminal, file, book);
  const typed = pairs(
    customer?.filter((text) => text.includes('=')),
    '--customer',
  );
  const signals = signal ?? [];
  refuseUnknown({ customer: typed ?? {}, signals, crossings: [] }, book);
  return { ...read, customer: { ...read.customer, ...typed }, signals: [...read.signals, ...signals] };
}

/** Reads and collects --signal while the options are parsed, where a wrong time is told as that of any option. */
export function repeatedSignal(text: string, earlier: readonly TestSignal[] = []): readonly TestSignal[] {
  const [name, rest] = pair(text, '--signal');
  const at = rest.lastIndexOf('@');
  const value = typedValue(at < 0 ? rest : rest.slice(0, at));
  return [...earlier, { name, value, atMs: at < 0 ? 0 : durationOption(rest.slice(at + 1)) }];
}

/** Reads an option that is an instant. */
export function instantOf(text: string): string {
  if (Number.isFinite(Date.parse(text))) return new Date(text).toISOString();
  throw new CliFailure(`--start "${text}" is not an instant such as 2026-03-02T10:00:00Z.`, exitCodes.usage);
}
