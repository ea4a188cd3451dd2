import boundaries from 'eslint-plugin-boundaries';

const LAYERS = [
  'domain',
  'workflows',
  'activities',
  'application',
  'ports',
  'workers',
  'api',
  'cli',
  'simulation',
  'config',
  'test',
  'bench',
  'scripts',
];

// Files that one layer's folder is too coarse for. A file may be in several.
const CATEGORIES = [
  // So that every file has a category: `noneOf` matches nothing on a file without one.
  { category: 'source', pattern: LAYERS.map((layer) => `${layer}/**`) },
  // Reads and checks the book; brings zod, which must stay out of the workflow bundle.
  { category: 'authoring', pattern: ['domain/book/**', 'domain/steps/*/{schema,compile}.ts'] },
  // Reaches the workflow bundle.
  { category: 'runtime', pattern: ['domain/machine.ts', 'domain/machine/**', 'domain/steps/*/apply.ts'] },
  { category: 'composition', pattern: ['workers/composition.ts', 'workers/composition/**'] },
  { category: 'settings', pattern: 'config/settings.ts' },
  // SQL as functions over a transaction: not an implementation of anything, so any caller may use them.
  { category: 'sql', pattern: 'ports/store/**' },
  // Which database it is: chosen in the composition alone.
  { category: 'engine', pattern: 'ports/store/{pglite,postgres}*' },
  // Starting and stopping programs, ours and the stand-ins for other companies', is what the entry points are for.
  {
    category: 'processes',
    pattern: ['ports/processes/**', 'ports/payments/sandbox/**', 'ports/channels/mail-catcher.ts'],
  },
  // What a client of the workflows needs of them: messages and the attributes to find them by.
  { category: 'contract', pattern: 'workflows/{messages,search-attributes}.ts' },
  // A port's interface with the errors it throws, which its users must be able to tell apart.
  {
    category: 'interface',
    pattern: [
      'ports/channels/{email,channel-failures}.ts',
      'ports/payments/{payment-gateway,payment-events}.ts',
      'ports/temporal/treatment-runtime.ts',
      'ports/templates/template.ts',
    ],
  },
];

const from = (...types) => ({ element: { types: { anyOf: types } } });
const allow = (source, ...targets) => ({
  from: from(source),
  allow: targets.map((to) => ({ to: from(to) })),
});
const typesOf = (source, ...targets) => ({
  from: from(source),
  allow: targets.map((to) => ({ to: from(to), dependency: { kind: 'type' } })),
});
const values = { kind: 'value' };

const policies = [
  allow('domain', 'domain'),
  allow('workflows', 'domain', 'workflows'),
  typesOf('workflows', 'activities'),
  allow('activities', 'domain', 'application', 'activities', 'workflows'),
  allow('application', 'domain', 'application'),
  allow('ports', 'domain', 'ports'),
  allow('api', 'domain', 'application', 'api'),
  allow('simulation', 'domain', 'simulation'),
  allow('config', 'domain', 'application', 'config'),
  allow('cli', 'domain', 'simulation', 'config', 'ports', 'cli'),
  allow(
    'workers',
    'domain',
    'workflows',
    'activities',
    'application',
    'ports',
    'api',
    'simulation',
    'config',
    'workers',
  ),
  ...['test', 'bench', 'scripts'].map((outer) => allow(outer, ...LAYERS)),
  { from: from('ports'), allow: { to: { file: { categories: 'contract' } } } },
  // A port is used through its interface; SQL over a given transaction is not a port.
  typesOf('activities', 'ports', 'config'),
  typesOf('application', 'ports', 'config'),
  typesOf('api', 'ports', 'config'),
  ...['activities', 'application', 'api'].map((user) => ({
    from: from(user),
    allow: { to: { file: { categories: { anyOf: ['sql', 'interface'] } } } },
  })),
  ...['activities', 'application', 'api'].map((user) => ({
    from: from(user),
    disallow: { to: { file: { categories: 'engine' } }, dependency: values },
    message: 'Take the store as an argument: workers/composition.ts alone chooses the database.',
  })),
  {
    from: { element: { type: 'workers' }, file: { categories: { noneOf: ['composition'] } } },
    disallow: {
      to: { element: { type: 'ports' }, file: { categories: { noneOf: ['sql', 'interface', 'processes'] } } },
      dependency: values,
    },
    message: 'Take it as an argument: workers/composition.ts alone imports port implementations.',
  },
  {
    from: { element: { type: 'workers' }, file: { categories: { noneOf: ['composition'] } } },
    disallow: { to: { file: { categories: 'engine' } }, dependency: values },
    message: 'Take the store as an argument: workers/composition.ts alone chooses the database.',
  },
  {
    from: [{ element: { type: 'workflows' } }, { file: { categories: 'runtime' } }],
    disallow: { to: { file: { categories: 'authoring' } }, dependency: values },
    message: "This reaches the workflow bundle, where the book's schemas and zod must not be.",
  },
];

/** Who may import whom (DESIGN: layout), as lint errors. */
export const layers = [
  {
    files: ['**/*.ts'],
    plugins: { boundaries },
    settings: {
      'boundaries/root-path': process.cwd(),
      'boundaries/elements': LAYERS.map((layer) => ({ type: layer, pattern: layer, partialMatch: false })),
      'boundaries/files': CATEGORIES,
      'import/resolver': { typescript: { alwaysTryTypes: true } },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          checkInternals: true,
          policies,
          message: '{{from.element.types}} may not import {{to.element.types}} here.',
        },
      ],
      'boundaries/no-unknown-files': 'error',
      'boundaries/no-unknown-dependencies': 'error',
    },
  },
];
