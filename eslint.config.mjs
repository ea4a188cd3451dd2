import tseslint from 'typescript-eslint';
import { layers } from './scripts/lint/layers.mjs';
import { purity } from './scripts/lint/purity.mjs';
import { size } from './scripts/lint/size.mjs';

const typescript = {
  files: ['**/*.ts'],
  languageOptions: { parserOptions: { projectService: true } },
  rules: {
    '@typescript-eslint/consistent-type-imports': 'error',
    '@typescript-eslint/no-import-type-side-effects': 'error',
    '@typescript-eslint/switch-exhaustiveness-check': [
      'error',
      { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
    ],
    '@typescript-eslint/no-explicit-any': 'error',
    '@typescript-eslint/no-floating-promises': 'error',
    '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    // Numbers and booleans read well in messages; objects, which print as [object Object], stay forbidden.
    '@typescript-eslint/restrict-template-expressions': [
      'error',
      { allowNumber: true, allowBoolean: true, allowNullish: true },
    ],
    // Interfaces of the SDK and of ports are async where one implementation happens not to wait.
    '@typescript-eslint/require-await': 'off',
    // Ports are plain objects of closures; nothing in them depends on `this`.
    '@typescript-eslint/unbound-method': 'off',
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'no-restricted-syntax': [
      'error',
      { selector: 'TSEnumDeclaration', message: 'Use an `as const` object with a type of the same name.' },
      { selector: 'ExportDefaultDeclaration', message: 'Use a named export.' },
      {
        selector: 'ExportAllDeclaration',
        message: 'Name what is exported: `export *` hides the contract and drops `default`.',
      },
    ],
  },
};

export default tseslint.config(
  { ignores: ['**/node_modules/', '.tideline/', 'coverage/', 'dist/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  typescript,
  ...layers,
  ...purity,
  ...size,
  {
    // Temporal's default workflow, and jest's set-up and teardown, must be the module's default export.
    files: ['workflows/index.ts', 'workflows/treatment.ts', 'test/support/global-*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use an `as const` object.' },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Parsed answers are asserted field by field; a wrong shape fails the assertion itself.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
