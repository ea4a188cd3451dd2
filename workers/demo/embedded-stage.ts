import { setTimeout as delay } from 'node:timers/promises';
import { createKey } from '../../api/keys';
import { createSender, type Send } from '../embedded/sender';
import type { Embedded } from '../embedded/embedded';
import { scopes } from '../../api/scopes';
import { type Colleague, colleagues, type Stage } from './stage';

/** Twenty seconds a day of the story: a payment cure shows its retries within a minute. */
export const demoScale = 4_320;

const dayMs = 86_400_000 / demoScale;

/** The stage of `npm start -- --demo`, on the machine's own clock. */
export async function embeddedStage(embedded: Embedded): Promise<Stage> {
  const { settings, app } = embedded.composition;
  const staff = await staffKeys(embedded);
  return {
    api: createSender(embedded),
    staff: (name) => staff[name],
    sandbox: createSender({ url: embedded.sandboxUrl, token: settings.TIDELINE_STRIPE_KEY ?? '' }),
    now: () => app.clock.now(),
    pause: (days) => delay(days * dayMs),
    untilKnown: (ask, closely) => untilKnown(ask, closely ? 200 : 1_000),
    page: (id) => `${embedded.uiUrl}/namespaces/default/workflows/${encodeURIComponent(id)}`,
    say: (line) => console.log(line),
  };
}

// Nobody but the stories has these keys; each start makes its own.
async function staffKeys({ composition: { app }, book, url }: Embedded): Promise<Record<Colleague, Send>> {
  const keys = await app.store.transaction(async (tx) => {
    const made: [Colleague, string][] = [];
    for (const name of colleagues)
      made.push([
        name,
        await createKey(tx, app, { subject: name, kind: 'person', roles: book.roles, scopes }),
      ]);
    return made;
  });
  return Object.fromEntries(keys.map(([name, token]) => [name, createSender({ url, token })])) as Record<
    Colleague,
    Send
  >;
}

async function untilKnown<T>(ask: () => Promise<T | undefined>, everyMs: number): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await delay(everyMs);
  }
}
