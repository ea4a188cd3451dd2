import { readFileSync } from 'node:fs';
import path from 'node:path';

const text = (file: string): string => readFileSync(path.resolve(__dirname, '../..', file), 'utf8');

describe('settings', () => {
  const known = [...text('config/settings.ts').matchAll(/^ {2}(TIDELINE_\w+): /gm)].map(([, name]) => name);
  const [, section = ''] = /^## Settings\n([\s\S]*?)^## /m.exec(text('docs/operations.md')) ?? [];
  const told = [...section.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );

  it('all have a line in docs/operations.md, once, and nothing else has', () => {
    expect(known.length).toBeGreaterThan(30);
    expect([...told].sort()).toEqual([...known].sort());
  });
});
