import { z } from 'zod';
import { plainName, scalar, strict } from '../../book/schema/fields';

/** A TypeScript workflow as a child, for what a book cannot say. */
export const workflowSchema = strict({ type: plainName, input: z.record(z.string(), scalar).default({}) });
