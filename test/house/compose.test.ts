import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { searchAttributeNames } from '../../workflows/search-attributes';

const root = path.resolve(__dirname, '../..');
const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Compose {
  services: Record<string, { image?: string; command?: string[]; environment?: Record<string, unknown> }>;
}

describe('docker-compose.yml', () => {
  const { services } = parse(text('docker-compose.yml'), { merge: true }) as Compose;

  it('registers exactly the search attributes that workflows use', () => {
    const [, names] = /for name in (.*?);/.exec(services['temporal-attributes']?.command?.[0] ?? '') ?? [];
    expect(names?.split(' ')).toEqual(searchAttributeNames);
  });

  it.each(['api', 'relay', 'worker', 'sandbox'])('starts %s with settings that exist', (role) => {
    expect(services[role]?.command?.[0]).toBe(role);
    expect(text('workers/main.ts')).toMatch(new RegExp(`^  ${role}: `, 'm'));
    const known = text('config/settings.ts');
    const unknown = Object.keys(services[role]?.environment ?? {}).filter(
      (name) => !known.includes(`${name}:`),
    );
    expect(unknown).toEqual([]);
  });

  it('pins every image that it does not build', () => {
    const loose = Object.entries(services).filter(([, { image }]) => !/:(?!latest$).+/.test(image ?? ''));
    expect(loose.map(([name]) => name)).toEqual([]);
  });

  it('holds no secret', () => {
    expect(text('.env.example').match(/^\w+=.+$/gm)).toBeNull();
  });
});
