import {
  InvalidSettings,
  paymentSecrets,
  readSettings,
  required,
  type SettingToGive,
} from '../../config/settings';

const told = (environment: Record<string, string>, needed: readonly SettingToGive[] = []): string => {
  try {
    readSettings(environment, needed);
  } catch (error) {
    if (error instanceof InvalidSettings) return error.message;
    throw error;
  }
  return '';
};

describe('a setting that cannot be used', () => {
  it.each([
    ['TIDELINE_API_PORT', 'many', 'write a whole number from 0 to 65535'],
    ['TIDELINE_API_PORT', '70000', 'write a whole number from 0 to 65535'],
    ['TIDELINE_API_PORT', '80.5', 'write a whole number from 0 to 65535'],
    ['TIDELINE_MAX_CACHED_WORKFLOWS', 'x', 'write a whole number of at least 1'],
    [
      'TIDELINE_CLOCK_SCALE',
      'fast',
      'write a number from 1 to 8640: a simulated day must last at least 10 seconds',
    ],
    [
      'TIDELINE_CLOCK_SCALE',
      '9000',
      'write a number from 1 to 8640: a simulated day must last at least 10 seconds',
    ],
    ['TIDELINE_CLOCK_BASE', 'yesterday', 'write an instant such as 2026-01-31T09:00:00Z'],
    ['TIDELINE_TRUST_UNSIGNED', 'yes', 'write true or false'],
    ['TIDELINE_URL', 'nowhere', 'write an address such as http://127.0.0.1:8787'],
    ['TIDELINE_START_PATIENCE', 'x', 'write a number of seconds'],
    ['TIDELINE_LOG_LEVEL', 'loud', 'write one of trace, debug, info, warn, error, silent'],
    ['TIDELINE_SMTP_URL', 'mail', 'write smtp://host:port'],
  ])('%s=%s is told with the fix', (name, value, fix) => {
    expect(told({ [name]: value })).toBe(`The environment cannot be used:\n  ${name}: ${fix}`);
  });

  it('is told with all the others at once', () => {
    expect(told({ TIDELINE_API_PORT: 'x', TIDELINE_LOG_LEVEL: 'y' }).split('\n')).toHaveLength(3);
  });
});

describe('a setting that is missing', () => {
  const both = [
    '  TIDELINE_STRIPE_KEY: set it; this process needs it',
    '  TIDELINE_STRIPE_WEBHOOK_SECRET: set it; this process needs it',
  ];

  it('is told with all the others, and with those that cannot be used', () => {
    expect(told({ TIDELINE_LOG_LEVEL: 'loud', TIDELINE_STRIPE_KEY: '' }, paymentSecrets).split('\n')).toEqual(
      [
        'The environment cannot be used:',
        '  TIDELINE_LOG_LEVEL: write one of trace, debug, info, warn, error, silent',
        ...both,
      ],
    );
  });

  it('is told with all the others also by the part that needs them', () => {
    expect(() => required(readSettings({}), paymentSecrets)).toThrow(both.join('\n'));
  });

  it('is none for a process that does without', () => {
    expect(told({})).toBe('');
  });
});
