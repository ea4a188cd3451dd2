import type { FastifyRequest } from 'fastify';
import type { ApiServer } from './api-server';
import { CLOUD_EVENT, CLOUD_EVENTS_BATCH } from './cloud-events';
import type { FieldFault } from './problem';
import { problemOfFaults } from './validation';

const types = ['application/json', CLOUD_EVENT, CLOUD_EVENTS_BATCH];

/**
 * Reads JSON, and nothing else: CloudEvents have media types of their own, and the webhook route, which needs exact
 * bytes, has its own parser. A key that would reach into JavaScript's prototypes is refused by its name.
 */
export function readJson(server: ApiServer): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser(['application/json', 'text/plain']);
  server.addContentTypeParser<string>(types, { parseAs: 'string' }, (request: FastifyRequest, body, done) => {
    void parse(request, body, (error, value) => {
      const forbidden = error ? forbiddenKeys(body) : [];
      done(forbidden.length > 0 ? problemOfFaults(forbidden) : error, value);
    });
  });
}

// The parser says only that it cannot read a text; where JSON itself can, a key is the reason.
function forbiddenKeys(body: string): FieldFault[] {
  const found: FieldFault[] = [];
  const open: { readonly at: string; readonly value: unknown }[] = [{ at: '', value: parsed(body) }];
  for (const { at, value } of open) {
    if (!isObject(value)) continue;
    for (const [key, part] of Object.entries(value)) {
      const field = at === '' ? key : `${at}.${key}`;
      if (isForbidden(key, part)) found.push(faultOf(field));
      else open.push({ at: field, value: part });
    }
  }
  return found;
}

function isForbidden(key: string, value: unknown): boolean {
  return (
    key === '__proto__' || (key === 'constructor' && isObject(value) && Object.hasOwn(value, 'prototype'))
  );
}

function faultOf(field: string): FieldFault {
  return { field, message: 'has a name that no field can have', fix: 'Leave it out, or name it otherwise.' };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Not JSON at all: the parser's own error says so.
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
