import { InvalidSettings, readSettings } from '../../config/settings';

const told = (environment: Record<string, string>): string => {
  try {
    readSettings(environment);
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
