import { z } from 'zod';

/** A row of a read model, passed on as it is stored. */
export const record = z.record(z.string(), z.unknown());
