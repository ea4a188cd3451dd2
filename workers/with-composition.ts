import type { Settings } from '../config/settings';
import { compose, type Composition } from './composition';

/** Does a process's work over a composition, and gives everything back however the work ends. */
export async function withComposition(
  settings: Settings,
  work: (composition: Composition) => Promise<void>,
): Promise<void> {
  const composition = await compose(settings);
  try {
    await work(composition);
  } finally {
    await composition.close();
  }
}
