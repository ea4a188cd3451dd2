import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readBook } from '../ports/book-files/read-book';
import { arbitrationTable } from './arbitration-table';

/** Writes docs/arbitration.md anew from the shipped book. */
async function write(): Promise<void> {
  const read = await readBook(path.join(__dirname, '../config/book'));
  if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('\n'));
  writeFileSync(path.join(__dirname, '../docs/arbitration.md'), arbitrationTable(read.book));
}

void write();
