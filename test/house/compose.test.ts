import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { searchAttributeNames } from '../../workflows/search-attributes';

const root = path.resolve(__dirname, '../..');
const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Service {
  image?: string;
  command?: string[];
  environment?: Record<string, unknown>;
  user?: string;
  read_only?: boolean;
  restart?: string;
  cap_drop?: string[];
  security_opt?: string[];
  healthcheck?: { test?: string[]; disable?: boolean };
  depends_on?: Record<string, { condition?: string }>;
}

interface Compose {
  services: Record<string, Service>;
}

// Temporal's images run as users of their own and write their configuration at start.
const writable = ['temporal', 'temporal-attributes', 'temporal-ui'];

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
    const secrets = text('docker-compose.yml').match(/\$\{\w*(?:PASSWORD|KEY|SECRET)[^}]*\}/g) ?? [];
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter((secret) => !secret.includes(':?'))).toEqual([]);
  });

  it.each(Object.entries(services))('looks after %s', (name, service) => {
    expect(service.restart).toBe(name === 'temporal-attributes' ? 'on-failure' : 'unless-stopped');
    if (name === 'temporal-attributes') expect(service.healthcheck?.disable).toBe(true);
    else expect(service.healthcheck?.test?.join(' ')).toBeTruthy();
    // Without a token it would be refused.
    expect(service.healthcheck?.test?.join(' ') ?? '').not.toContain(':8787/readyz');
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const once = services[other]?.healthcheck?.disable === true;
      expect(condition).toBe(once ? 'service_completed_successfully' : 'service_healthy');
    }
  });

  it.each(Object.entries(services))('gives %s no right that it does not need', (name, service) => {
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    if (writable.includes(name)) return;
    expect(service.read_only).toBe(true);
    expect(service.user).toMatch(/^(?!root|0)/);
  });
});
