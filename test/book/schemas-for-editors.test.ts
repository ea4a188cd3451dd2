import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { parseAllDocuments } from 'yaml';
import { bookSchemas, type BookFileSchema } from '../../domain/book/schema/json/book-schemas';
import { readBookTexts } from '../../ports/book-files/read-book';
import { referenceFiles } from '../../scripts/book-reference';
import { schemaRows } from '../../scripts/book-reference/rows';

const root = path.join(__dirname, '../..');
const schemas = bookSchemas();

function validator({ schema }: BookFileSchema) {
  // Formats repeat what the patterns beside them say.
  return new Ajv({ allErrors: true, strictTypes: false, validateFormats: false }).compile(schema);
}

function schemaOf(file: string): BookFileSchema {
  const found = schemas.find(({ files }) => glob(files).test(file));
  if (!found) throw new Error(`no schema is for ${file}`);
  return found;
}

function glob(files: string): RegExp {
  return new RegExp(`^${files.replace('.', '\\.').replace('*', '[^/]+')}$`);
}

function documents(text: string): unknown[] {
  const parsed = parseAllDocuments(text);
  return Array.isArray(parsed)
    ? parsed.filter(({ contents }) => contents !== null).map((document) => document.toJS() as unknown)
    : [];
}

function faultsIn(name: string, document: unknown): string[] {
  const validate = validator(schemas.find((one) => one.name === name)!);
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('the schemas for editors', () => {
  it.each([...referenceFiles()])(
    '%s is as the schemas are: else run `npm run write:reference`',
    (file, text) => {
      expect(readFileSync(path.join(root, file), 'utf8')).toBe(text);
    },
  );

  it('accept every file of the shipped book', async () => {
    const texts = await readBookTexts(path.join(root, 'config/book'));
    const yaml = Object.entries(texts).filter(([file]) => /\.ya?ml$/.test(file));
    expect(yaml.length).toBeGreaterThan(10);
    for (const [file, text] of yaml) {
      const validate = validator(schemaOf(file));
      for (const document of documents(text))
        expect({ file, accepted: validate(document), errors: validate.errors }).toEqual({
          file,
          accepted: true,
          errors: null,
        });
    }
  });

  it('are named in the first line of every shipped file', async () => {
    const texts = await readBookTexts(path.join(root, 'config/book'));
    const unnamed = Object.entries(texts).filter(([file, text]) => {
      if (!/\.ya?ml$/.test(file)) return false;
      const schema = path.join('docs/schemas', `${schemaOf(file).name}.schema.json`);
      const place = path.relative(path.dirname(path.join('config/book', file)), schema);
      return !text.startsWith(`# yaml-language-server: $schema=${place}\n`);
    });
    expect(unnamed.map(([file]) => file)).toEqual([]);
  });

  it('refuse an unknown key, a missing one and a step of two kinds', () => {
    const wait = { wait: { for: '3d' } };
    const play = { playbook: 'p', title: 'P', dimension: 'churn', maximumDuration: '9d', steps: [wait] };
    expect(faultsIn('playbook', play)).toEqual([]);
    expect(faultsIn('playbook', { ...play, stepps: [] })).toEqual([' must NOT have additional properties']);
    expect(faultsIn('playbook', { ...play, maximumDuration: 'long' })).toHaveLength(1);
    const { title: _title, ...untitled } = play;
    expect(faultsIn('playbook', untitled)).toEqual([" must have required property 'title'"]);
    const nested = [{ repeat: { times: 2, do: [{ ...wait, end: { outcome: 'lost' } }] } }];
    expect(faultsIn('playbook', { ...play, steps: nested })).toContain(
      '/steps/0/repeat/do/0 must match exactly one schema in oneOf',
    );
  });

  it('write a default as its author would', () => {
    const playbook = schemas.find(({ name }) => name === 'playbook')!;
    expect(playbook.schema.properties?.['coolDown']).toMatchObject({ type: 'string', default: '30d' });
  });

  it('say of every key what it means', () => {
    const silent = schemas.flatMap(({ name, schema }) =>
      [schema, ...Object.values(schema.definitions ?? {})]
        .flatMap((one) => schemaRows(one))
        .filter(({ means }) => means === '')
        .map(({ key }) => `${name}: ${key}`),
    );
    expect(silent).toEqual([]);
  });
});
