import { z } from 'zod';

/** The texts of a book by path. */
export const bookFiles = z
  .record(z.string().regex(/^[\w./-]+$/, 'must be a relative path'), z.string())
  .meta({ description: 'Content by path, as in the book’s folder' });
