import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { customerKeyFrom } from '../domain/ids';
import type { SignalValue } from '../domain/signals/signal';

/** A generated customer with the facts that tell its story, ready to be sent as signals. */
export interface GeneratedCustomer {
  readonly id: string;
  readonly zone: string;
  readonly attributes: Readonly<Record<string, SignalValue>>;
  readonly contact: {
    readonly id: string;
    readonly role: string;
    readonly name: string;
    readonly email: string;
  };
  readonly signals: readonly {
    readonly name: string;
    readonly value: SignalValue;
    readonly daysAgo: number;
  }[];
}

const zones = [
  'America/New_York',
  'America/Chicago',
  'America/Los_Angeles',
  'Europe/Berlin',
  'Europe/London',
] as const;
const firstNames = [
  'Ada',
  'Bo',
  'Carla',
  'Dmitri',
  'Esra',
  'Femi',
  'Grace',
  'Hiro',
  'Inés',
  'Jonas',
] as const;
const companies = [
  'Alder',
  'Birch',
  'Cedar',
  'Dune',
  'Elm',
  'Fjord',
  'Grove',
  'Heath',
  'Inlet',
  'Juniper',
] as const;

/** A small reproducible base: most customers are well, some drift, a few cross a boundary. The same seed gives the same base. */
export function generatePopulation(options: {
  readonly size: number;
  readonly seed: number;
}): GeneratedCustomer[] {
  const generator = xoroshiro128plus(options.seed);
  const random = (): number => uniformFloat64(generator);
  return Array.from({ length: options.size }, (_, index) => generateCustomer(index, random));
}

function generateCustomer(index: number, random: () => number): GeneratedCustomer {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const company = `${pick(companies)} ${customerKeyFrom(
    Uint8Array.from({ length: 12 }, () => Math.floor(random() * 256)),
  )
    .slice(0, 4)
    .toUpperCase()}`;
  const annualRevenue = Math.round(10 ** (3 + random() * 2.3));
  const unwell = random();
  return {
    id: `sample-${String(index + 1).padStart(4, '0')}`,
    zone: pick(zones),
    attributes: { name: company, plan: annualRevenue > 20_000 ? 'enterprise' : 'self-serve', annualRevenue },
    contact: {
      id: 'main',
      role: 'billing',
      name: `${pick(firstNames)} of ${company}`,
      email: `billing+${index + 1}@example.com`,
    },
    signals: [
      {
        name: 'usage_change_30d',
        value: round(unwell > 0.9 ? -0.3 - random() * 0.4 : random() * 0.4 - 0.2),
        daysAgo: Math.floor(random() * 5),
      },
      { name: 'adoption', value: round(random()), daysAgo: Math.floor(random() * 10) },
      { name: 'sessions_change', value: round(random() * 0.6 - 0.3), daysAgo: Math.floor(random() * 5) },
      ...(unwell > 0.95 ? [{ name: 'champion_departed', value: true, daysAgo: 2 }] : []),
    ],
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
