import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const place = z.strictObject({ take: z.number(), beat: z.number(), since: z.string() });
const schema = z.record(z.string(), place);

/** How far a story was told: the beat that is playing, and since when. */
export type Place = z.output<typeof place>;

/** Remembers how far each story was told. */
export interface Journal {
  placeOf(story: string): Place | undefined;
  keep(story: string, place: Place): void;
}

/** A journal in the data folder, so that a second start goes on where the first was stopped. */
export function journalIn(folder: string): Journal {
  const file = path.join(folder, 'stories.json');
  const places = existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  return {
    placeOf: (story) => places[story],
    keep: (story, at) => {
      places[story] = at;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // Whole or not at all.
      writeFileSync(`${file}.new`, `${JSON.stringify(places, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}
