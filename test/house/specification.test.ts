import { readFileSync } from 'node:fs';
import path from 'node:path';
import { specificationPage } from '../../scripts/specification';

describe('docs/specification.md', () => {
  it('names for each point the line that keeps it: else run `npm run write:specification`', () => {
    const page = readFileSync(path.join(__dirname, '../../docs/specification.md'), 'utf8');
    expect(page).toBe(specificationPage());
  });
});
