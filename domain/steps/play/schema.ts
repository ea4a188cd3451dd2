import { z } from 'zod';
import { scalar, strict, text } from '../../book/schema/fields';

/** Hands the customer over to another play. */
export const playSchema = strict({
  playbook: text.describe('The play that follows'),
  with: z.record(z.string(), scalar).default({}).describe('Values for its parameters'),
}).describe('Hands the customer over to another play');
