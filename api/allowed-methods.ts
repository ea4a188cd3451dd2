import type { ApiServer } from './api-server';

/** Gives the methods that an address has, in order; none = there is nothing at it. */
export type AllowedMethods = (address: string) => readonly string[];

/** Remembers every route added to the server from now on. */
export function allowedMethods(server: ApiServer): AllowedMethods {
  const known: { readonly methods: readonly string[]; readonly address: RegExp }[] = [];
  server.addHook('onRoute', ({ method, url }) => {
    known.push({ methods: [method].flat(), address: addressOf(url) });
  });
  return (address) => {
    const [path = ''] = address.split('?');
    const methods = known.filter((route) => route.address.test(path)).flatMap((route) => route.methods);
    return [...new Set(methods)].sort();
  };
}

function addressOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}
