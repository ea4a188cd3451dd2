const FORBIDDEN: readonly { pattern: RegExp; why: string }[] = [
  { pattern: /\/node_modules\/zod\//, why: 'schemas cost every workflow start; parse at the edge' },
  {
    pattern: /^external ["']?node:|^node:/,
    why: 'a Node built-in is not deterministic; do it in an activity',
  },
  { pattern: /\/domain\/book\//, why: 'the book is compiled before; a workflow runs the program' },
  { pattern: /\/domain\/steps\/[^/]+\/(?:schema|compile)\.ts$/, why: 'only apply.ts may reach a workflow' },
  { pattern: /(?:^|\.)\/ports\//, why: 'a workflow reaches the outside world through activities' },
  { pattern: /(?:^|\.)\/(?:application|activities|workers|api|cli|config)\//, why: 'import it as a type' },
];

/** The modules in a webpack development bundle, as paths from the checkout. */
export function modulesOf(code: string): string[] {
  const comment = /^\/\*{3}\/ ["'](.+?)["']/gm;
  const names = [...code.matchAll(comment)].map((match) => match[1] ?? '');
  if (names.length === 0) throw new Error('its modules cannot be listed: the bundler writes another format');
  return names;
}

/** Those that must not be there, each with the reason. */
export function forbiddenModules(modules: readonly string[]): { module: string; why: string }[] {
  return modules.flatMap((module) =>
    FORBIDDEN.filter(({ pattern }) => pattern.test(module)).map(({ why }) => ({ module, why })),
  );
}
