import type { SignalValue } from '../../../domain/signals/signal';
import { type Character, customerId } from '../character';
import { tell } from '../line';
import type { Beat, Scene } from '../story';

/** Something that becomes known of a customer. */
export interface Fact {
  readonly name: string;
  readonly value: SignalValue;
  /** The kind of thing it is about, such as `conversation`; each customer of a story has one of each kind. */
  readonly about?: string;
  readonly data?: Readonly<Record<string, SignalValue>>;
  /** How long ago it happened, in hours of the story; now where nothing is said. */
  readonly hoursAgo?: number;
}

/** A customer comes into the story. */
export function enters(who: Character): Beat {
  return async ({ stage, take }) => {
    const { name, zone, attributes, contacts, marketing } = who;
    await stage.api('PUT', `/v1/customers/${customerId(who, take)}`, {
      zone,
      attributes: { name, ...attributes },
      contacts,
      ...(marketing ? { consents: [{ channel: 'email', class: 'marketing', granted: true }] } : {}),
    });
    return 'next';
  };
}

/** Something happens to a customer, and the API is told the facts. */
export function happens(who: Character, line: string, ...facts: readonly Fact[]): Beat {
  return async (scene) => {
    tell(scene.stage, who, line);
    if (facts.length > 0) await sendFacts(scene, who, facts);
    return 'next';
  };
}

/** Facts that become known without a word. */
export function alsoKnown(who: Character, ...facts: readonly Fact[]): Beat {
  return async (scene) => {
    await sendFacts(scene, who, facts);
    return 'next';
  };
}

/** Lets days pass in which nothing more happens to the customers. */
export function pause(days: number): Beat {
  return async ({ stage, since }) => {
    const passed = (Date.parse(stage.now()) - Date.parse(since)) / 86_400_000;
    if (passed < days) await stage.pause(days - passed);
    return 'next';
  };
}

/** What a customer's facts are about. */
export function contextOf(who: Character, kind: string, take: number): string {
  return `${kind}:${customerId(who, take)}`;
}

// Told twice it is the same fact: its id and its instant are those of the beat.
async function sendFacts(
  { stage, take, since }: Scene,
  who: Character,
  facts: readonly Fact[],
): Promise<void> {
  const customer = customerId(who, take);
  const items = facts.map(({ hoursAgo = 0, about, ...said }, at) => ({
    id: `${customer}-${since}-${at}`,
    customer,
    occurredAt: new Date(Date.parse(since) - hoursAgo * 3_600_000).toISOString(),
    ...(about === undefined ? {} : { context: contextOf(who, about, take) }),
    ...said,
  }));
  const answer = await stage.api('POST', '/v1/signals', items);
  const { results } = answer as { results: { status: string }[] };
  const refused = results.find(({ status }) => status === 'rejected');
  if (refused) throw new Error(`a fact of ${customer} was refused: ${JSON.stringify(refused)}`);
}
