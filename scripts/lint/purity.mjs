// Builtins are caught by the same pattern: whatever is neither relative nor listed is refused.
const packagesOtherThan = (allowed, message) => ({
  '@typescript-eslint/no-restricted-imports': [
    'error',
    { patterns: [{ regex: `^(?!\\.|(?:${allowed.join('|')})(?:/|$))`, message }] },
  ],
});
const PURE = ['@marcbachmann/cel-js', 'luxon', '@noble/hashes', 'canonicalize'];
const environment = {
  object: 'process',
  property: 'env',
  message: 'Only config/settings.ts reads the environment.',
};

/** What a pure or deterministic layer may not reach for, and who may read the environment. */
export const purity = [
  {
    files: ['**/*.ts'],
    ignores: ['config/settings.ts', 'scripts/**', 'test/**'],
    rules: { 'no-restricted-properties': ['error', environment] },
  },
  {
    files: ['domain/**/*.ts'],
    rules: {
      ...packagesOtherThan(PURE, `domain is pure: it imports only ${PURE.join(', ')}.`),
      'no-restricted-globals': [
        'error',
        ...[
          'process',
          'Buffer',
          'fetch',
          'setTimeout',
          'setInterval',
          'setImmediate',
          'performance',
          'crypto',
        ].map((name) => ({ name, message: 'domain is pure: take what it gives as an argument.' })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'domain has no clock: take the instant as an argument.' },
        {
          object: 'Math',
          property: 'random',
          message: 'domain is deterministic: take the number as an argument.',
        },
        {
          object: 'DateTime',
          property: 'now',
          message: 'domain has no clock: take the instant as an argument.',
        },
        {
          object: 'DateTime',
          property: 'local',
          message: 'domain has no clock: take the instant as an argument.',
        },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use an `as const` object with a type of the same name.' },
        { selector: 'ExportDefaultDeclaration', message: 'Use a named export.' },
        { selector: 'ExportAllDeclaration', message: 'Name what is exported.' },
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'domain has no clock: take the instant as an argument.',
        },
      ],
    },
  },
  {
    files: ['domain/book/**/*.ts', 'domain/steps/*/schema.ts'],
    rules: packagesOtherThan(
      [...PURE, 'zod', 'fastest-levenshtein'],
      `domain/book imports only ${PURE.join(', ')}, zod and fastest-levenshtein.`,
    ),
  },
  {
    files: ['workflows/**/*.ts'],
    rules: {
      ...packagesOtherThan(
        [...PURE, '@temporalio/workflow', '@temporalio/common', '@temporalio/activity'],
        'Only what is deterministic may enter the workflow bundle.',
      ),
      'no-restricted-globals': [
        'error',
        ...['process', 'fetch', 'performance', 'Buffer'].map((name) => ({
          name,
          message: 'Workflows are deterministic: do it in an activity.',
        })),
      ],
    },
  },
  {
    files: ['application/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [
                '@temporalio/*',
                'fastify',
                '@fastify/*',
                'nodemailer',
                'stripe',
                'twilio',
                'pg',
                '@electric-sql/*',
              ],
              message: 'application decides; ports and workers speak to the outside world.',
            },
          ],
        },
      ],
    },
  },
];
