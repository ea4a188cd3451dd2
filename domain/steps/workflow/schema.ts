import { z } from 'zod';
import { plainName, scalar, strict } from '../../book/schema/fields';

/** A TypeScript workflow as a child, for what a book cannot say. */
export const workflowSchema = strict({
  type: plainName.describe('Its workflow type'),
  input: z.record(z.string(), scalar).default({}).describe('What it is given'),
}).describe('A TypeScript workflow as a child, for what a book cannot say');
