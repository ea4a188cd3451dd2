import { hintsAsCalled, inCheckout } from '../../config/command-line';

const here = (line: string): string => hintsAsCalled(line, inCheckout);

describe('a hint of the command line', () => {
  it('names the command as it is called here', () => {
    expect(here('see `tideline storm status`, then `tideline storm clear --drop`')).toBe(
      'see `npm run -s tideline -- storm status`, then `npm run -s tideline -- storm clear --drop`',
    );
    expect(here('  tideline storm clear --release   arbitrates again')).toBe(
      '  npm run -s tideline -- storm clear --release   arbitrates again',
    );
  });

  it('stays as it is where the command is installed', () => {
    expect(hintsAsCalled('see `tideline storm status`', 'tideline')).toBe('see `tideline storm status`');
  });

  it.each(['Usage: tideline treatments list', 'acme tideline is a customer', '{"message":"`tideline x`"}'])(
    'is not seen in: %s',
    (line) => expect(here(line)).toBe(line),
  );
});
