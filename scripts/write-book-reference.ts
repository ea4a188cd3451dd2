import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { referenceFiles } from './book-reference';

/** Writes docs/schemas/ and docs/book-reference.md anew from the book's schemas. */
function write(): void {
  for (const [name, text] of referenceFiles()) {
    const file = path.join(__dirname, '..', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

write();
