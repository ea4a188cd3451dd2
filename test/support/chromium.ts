import { existsSync } from 'node:fs';

// Distributions put a wrapper script on PATH; Playwright needs the binary behind it.
const PLACES = [
  '/usr/lib/chromium/chromium',
  '/usr/lib/chromium-browser/chromium-browser',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The Chromium binary of this machine, or undefined. */
export function findChromium(): string | undefined {
  return PLACES.find((place) => existsSync(place));
}
