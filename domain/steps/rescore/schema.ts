import { strict } from '../../book/schema/fields';

/** A checkpoint has nothing to say but its place. */
export const rescoreSchema = strict({}).describe('A checkpoint: the customer is scored anew');
