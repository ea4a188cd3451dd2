import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApi } from '../../api/server';
import { createBooks } from '../../application/books';
import type { WhatIfEngine } from '../../application/what-if/engine';
import { exitCodes } from '../../cli/failure';
import { runCli } from '../../cli/run';
import type { Terminal } from '../../cli/terminal';
import { createWhatIfEngine } from '../../workers/what-if/engine';
import { testBook } from '../../workers/what-if/test-book';
import { apiDependencies, listen, tokenWith, type Listening } from '../api/http-harness';
import { testApplication, type TestApplication } from '../support/application';
import { compiledBook } from '../support/book-builder';
import { smallBook, spoil } from '../support/small-book';
import { emptyStore } from '../support/stores';

// Threads compile what they run first, and a store in the process takes long to start on a busy machine.
jest.setTimeout(180_000);

describe('the book from the command line', () => {
  let base: TestApplication;
  let engine: WhatIfEngine;
  let http: Listening;
  let environment: NodeJS.ProcessEnv;
  let folder: string;
  let out: string;
  let notes: string;

  beforeAll(async () => {
    base = await testApplication({ book: compiledBook() });
    const app = { ...base, books: createBooks() };
    engine = createWhatIfEngine(app);
    http = await listen(await createApi(apiDependencies(app, { whatIf: engine, testBook })));
    await emptyStore(base.store);
    environment = { TIDELINE_URL: http.url, TIDELINE_TOKEN: await tokenWith(app) };
    folder = mkdtempSync(path.join(tmpdir(), 'tideline-books-'));
    written('first', smallBook);
    written('second', { ...smallBook, ...spoil('playbooks/save.yaml', 'for: 20d', 'for: 10d') });
  });
  afterAll(async () => {
    await engine.close();
    await http.close();
    await base.close();
    rmSync(folder, { recursive: true });
  });

  function written(name: string, texts: Readonly<Record<string, string>>): void {
    for (const [file, text] of Object.entries(texts)) {
      const place = path.join(folder, name, file);
      mkdirSync(path.dirname(place), { recursive: true });
      writeFileSync(place, text);
    }
  }
  const run = (words: readonly string[], more: Partial<Terminal> = {}): Promise<number> => {
    out = notes = '';
    return runCli(words, {
      environment,
      folder,
      out: (line) => (out += `${line}\n`),
      note: (line) => (notes += `${line}\n`),
      ...more,
    });
  };

  it('is published at once where none is active', async () => {
    expect([await run(['book', 'publish', 'first', '--note', 'to begin with']), notes]).toEqual([0, '']);
    expect(out).toMatch(/^[0-9a-f]{16} is active\.\nPolicy tests: 0 pass, 0 fail\.\n/);
  });

  it('is compared and asked for where another one is, and never published unasked', async () => {
    expect(await run(['book', 'publish', 'second'])).toBe(exitCodes.usage);
    expect(notes).toMatch(/0 of 0 customers change segment\.[^]*add --yes/);
    expect(await run(['book', 'publish', 'second'], { ask: async () => false })).toBe(exitCodes.failed);
    expect(notes).toContain('Nothing was published.');
    expect(await run(['book', 'publish', 'second', '--note', 'sooner'], { ask: async () => true })).toBe(0);
    expect(out).toContain('is active.');
    expect(await run(['book', 'publish', 'second', '--yes'])).toBe(0);
    expect(out).toContain('was active before.');
  });

  it('is told apart from a stored one, compared, rolled back, and its history kept', async () => {
    expect(await run(['book', 'diff', 'active', 'first'])).toBe(0);
    expect(out).toMatch(/^playbook save: changed\n {2}step wait1, wait\.for: 10d → 20d\n/);
    expect(await run(['what-if', 'first', '--html', 'report.html'])).toBe(0);
    expect(out).toContain('0 treatments start');
    expect(readFileSync(path.join(folder, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/);
    expect(await run(['book', 'rollback', '--note', 'too soon'])).toBe(0);
    expect(await run(['book', 'history'])).toBe(0);
    expect(out).toMatch(
      /rollback +[0-9a-f]{16} +tester +not run +too soon\n.*publish .*sooner\n.*to begin with\n$/,
    );
    expect(await run(['book', 'status'])).toBe(0);
    expect(out).toMatch(/is active, stored .* by tester: to begin with\n$/);
  });
});
