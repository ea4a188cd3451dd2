#!/usr/bin/env node
// The installed command: compiles the TypeScript sources as they load, as `npm run -s tideline` does.
import { createRequire } from 'node:module';
import { register } from 'tsx/cjs/api';

register();
createRequire(import.meta.url)('./main.ts');
