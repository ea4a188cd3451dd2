/** How long a file and a function may grow; tests and data tables read better whole. */
export const size = [
  {
    files: ['**/*.{ts,mjs}'],
    ignores: ['test/**', 'eslint.config.mjs'],
    rules: {
      'max-lines': ['error', { max: 250 }],
      'max-lines-per-function': ['error', { max: 60 }],
      complexity: ['error', 15],
      'max-depth': ['error', 3],
      // A transaction and three; beyond that, one object.
      'max-params': ['error', 4],
    },
  },
  {
    // The argument parser calls with the arguments, the options and the command.
    files: ['cli/commands/**/*.ts'],
    rules: { 'max-params': 'off' },
  },
];
