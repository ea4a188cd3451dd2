import type { ApiServer } from './api-server';
import { ApiProblem } from './problem';

// Our own bodies have five levels; a book's files and a CloudEvent's data a few more.
const deepest = 32;

/** Keeps bodies out whose nesting would exhaust the stack of whatever walks them. */
export function refuseDeepBodies(server: ApiServer): void {
  server.addHook('preValidation', async (request) => {
    if (!isDeeper(request.body, deepest)) return;
    throw new ApiProblem(
      400,
      'invalidRequest',
      `The body is nested more than ${deepest} levels deep: send it flatter.`,
    );
  });
}

function isDeeper(data: unknown, levels: number): boolean {
  if (typeof data !== 'object' || data === null || Buffer.isBuffer(data)) return false;
  return levels === 0 || Object.values(data).some((part) => isDeeper(part, levels - 1));
}
