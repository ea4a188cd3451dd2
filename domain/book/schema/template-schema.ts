import { strict } from './fields';
import { z } from 'zod';

/** A template after the port compiled it: Liquid parts, designed mail already HTML. */
export const templateSchema = strict({
  subject: z.string().default(''),
  text: z.string(),
  html: z.string().optional(),
});
