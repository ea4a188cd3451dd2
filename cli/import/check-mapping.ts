import type { CompiledBook } from '../../domain/compiled-book';
import { didYouMean } from '../../domain/book/nearest';
import { CliFailure } from '../failure';
import type { Mapping } from './mapping';

/** Refuses a mapping whose names or types the book does not have; a server would refuse every row. */
export function checkMapping(
  { signals, attributes, constants }: Mapping,
  { book, file }: { readonly book: CompiledBook; readonly file: string },
): void {
  const raw = Object.values(book.signals).filter(({ kind }) => kind === 'raw');
  const typeOf = new Map(raw.map(({ name, type }) => [name, type]));
  const faults = signals.flatMap(({ name, type }) => faultOf(`signal ${name}`, type, typeOf.get(name)));
  const declared = book.attributes;
  if (declared) {
    const written = [
      ...Object.entries(attributes).map(([name, { type }]) => [name, type] as const),
      ...Object.entries(constants).map(([name, value]) => [name, typeof value] as const),
    ];
    faults.push(...written.flatMap(([name, type]) => faultOf(`attribute ${name}`, type, declared[name])));
  }
  if (faults.length > 0) throw new CliFailure(`${file} does not fit the book:\n${faults.join('\n')}`);

  function faultOf(what: string, type: string, known: string | undefined): string[] {
    if (known === type) return [];
    if (known !== undefined) return [`  ${what} is a ${known} in the book, not a ${type}`];
    const [kind = '', name = ''] = what.split(' ');
    const names = kind === 'signal' ? [...typeOf.keys()] : Object.keys(declared ?? {});
    return [`  the book has no ${what}: ${didYouMean(name, names)}`];
  }
}
