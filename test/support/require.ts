import { existsSync } from 'node:fs';
import path from 'node:path';
import { findPostgresFolder } from '../../ports/processes/find-postgres';
import { findChromium } from './chromium';

/** Parts of the machine that a test may need and a machine may lack. */
export type Need = 'postgres' | 'chromium' | 'shared-data';

/** Public data tables that may lie beside the checkout; a generated table always takes the same path. */
export const sharedDataFolder = path.resolve(__dirname, '../../../shared/data');

const reasons: Record<Need, () => string | undefined> = {
  postgres: () =>
    findPostgresFolder()
      ? undefined
      : 'PostgreSQL is not installed (Debian: sudo apt-get install postgresql)',
  chromium: () =>
    findChromium() ? undefined : 'Chromium is not installed (Debian: sudo apt-get install chromium)',
  'shared-data': () =>
    existsSync(sharedDataFolder) ? undefined : 'the public data tables are not beside the checkout',
};

/** Why tests that need this part are skipped here, or undefined when they run. */
export function skipReason(need: Need): string | undefined {
  return reasons[need]();
}

/** `describe`, skipped with its reason when the machine lacks the part, and failing if TIDELINE_REQUIRE names it. */
export function describeWith(need: Need, title: string, body: () => void): void {
  const reason = skipReason(need);
  if (!reason) {
    describe(title, body);
  } else if (required().includes(need)) {
    describe(title, () => {
      it(`has ${need}, which TIDELINE_REQUIRE names`, () => {
        throw new Error(reason);
      });
    });
  } else {
    // The reporter reads the reason from between the brackets.
    describe.skip(`${title} [skipped: ${reason}]`, body);
  }
}

function required(): string[] {
  return (process.env['TIDELINE_REQUIRE'] ?? '').split(',').map((name) => name.trim());
}
