import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openJsonLinesFile, type JsonLinesFile } from '../../ports/json-lines-file';

describe('a file of JSON lines', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tideline-json-lines-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  // The system gives the lowest free number, so what is opened right after a close has the closed file's.
  function closedWithItsNumberTaken(name: string): {
    file: JsonLinesFile;
    stranger: number;
    strange: string;
  } {
    const file = openJsonLinesFile(path.join(folder, name), () => undefined);
    file.append({ kept: true });
    file.close();
    const strange = path.join(folder, `${name}.stranger`);
    return { file, stranger: openSync(strange, 'w'), strange };
  }

  it('writes nothing once it is closed: its number may be that of a stranger by then', () => {
    const { file, stranger, strange } = closedWithItsNumberTaken('late.jsonl');
    writeSync(stranger, 'theirs');
    expect(() => file.append({ late: true })).toThrow(/late\.jsonl is closed/);
    expect(() => file.clear()).toThrow(/late\.jsonl is closed/);
    expect(readFileSync(strange, 'utf8')).toBe('theirs');
    expect(readFileSync(path.join(folder, 'late.jsonl'), 'utf8')).toBe('{"kept":true}\n');
    closeSync(stranger);
  });

  it('closes once, and never the stranger', () => {
    const { file, stranger, strange } = closedWithItsNumberTaken('twice.jsonl');
    file.close();
    writeSync(stranger, 'theirs');
    expect(readFileSync(strange, 'utf8')).toBe('theirs');
    closeSync(stranger);
  });
});
