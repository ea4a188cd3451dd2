import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readSettings } from '../../config/settings';

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

  it('say the ports that the pages send people to', () => {
    const ports = Object.entries(readSettings({})).flatMap(([name, value]) =>
      name.endsWith('_PORT') ? [String(value)] : [],
    );
    const pages = readdirSync(path.resolve(__dirname, '../../docs')).filter((file) => file.endsWith('.md'));
    const asked = ['README.md', ...pages.map((page) => `docs/${page}`)].flatMap((page) =>
      [...text(page).matchAll(/(?:localhost|127\.0\.0\.1):(\d+)/g)].map(([, port = '']) => ({
        page,
        port,
      })),
    );
    expect(asked).not.toEqual([]);
    expect(asked.filter(({ port }) => !ports.includes(port))).toEqual([]);
  });
});
