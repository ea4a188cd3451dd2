import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { specificationPage } from './specification';

writeFileSync(path.join(__dirname, '../docs/specification.md'), specificationPage());
