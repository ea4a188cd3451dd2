import type { CompiledBook } from '../domain/compiled-book';
import { levelsOf } from '../domain/registry/levels-of';
import { registryPage } from '../domain/registry/registry-page';

/** The page of the docs that shows every segment of a book. */
export function segmentsPage({ segments, policies }: CompiledBook): string {
  const page = registryPage(segments, levelsOf(policies));
  const how =
    'The registry of the shipped book, written by `npm run -s write:segments`; of a running server, with members: `npm run -s tideline -- segments --format markdown`. Segments stand in the order in which their layers are heard on routing; the quickest service level and the strictest contact frequency hold, an offer that anybody takes away is not made, the highest stakes count (`domain/handling/handling-of.ts`).';
  return page.replace('# Segments\n', `# Segments\n\n${how}\n`);
}
