// One process pool of two: the machine this is meant for has two cores, and the durable tests start real servers.
const swc = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

// Packages that ship only ES modules, or that import() at run time, which jest's sandbox refuses: compiled as our own code is.
const esmOnly = [
  'content-disposition',
  '@electric-sql',
  '@marcbachmann/cel-js',
  '@noble/hashes',
  'canonicalize',
  'jose',
  'mjml',
  'html-to-text',
  'fast-check',
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.(?:[cm]?[jt]s)$': ['@swc/jest', swc] },
  transformIgnorePatterns: [`/node_modules/(?!(?:${esmOnly.join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/.tideline/'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/support/skip-reporter.cjs'],
  testTimeout: 180_000,
  maxWorkers: 2,
};
