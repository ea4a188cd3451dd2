import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { SignalValue } from '../domain/signals/signal';

/** A person at a generated customer. */
export interface GeneratedContact {
  readonly id: string;
  readonly role: string;
  readonly name: string;
  readonly email: string;
}

/** A generated customer with the facts that tell its story, ready to be sent as signals. */
export interface GeneratedCustomer {
  readonly id: string;
  readonly zone: string;
  readonly attributes: Readonly<Record<string, SignalValue>>;
  readonly contacts: readonly GeneratedContact[];
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
];
const firstNames = ['Ada', 'Bo', 'Carla', 'Dmitri', 'Esra', 'Femi', 'Grace', 'Hiro', 'Inés', 'Jonas'];
const companies = ['Alder', 'Birch', 'Cedar', 'Dune', 'Elm', 'Fjord', 'Grove', 'Heath', 'Inlet', 'Juniper'];
const trades = ['Books', 'Freight', 'Labs', 'Media', 'Outfitters', 'Tools'];

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
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  const number = String(index + 1).padStart(4, '0');
  // Every second customer is on a contract: the first two are one of each kind, for whoever tries things out.
  const enterprise = index % 2 === 1;
  const annualRevenue = Math.round(enterprise ? 20_000 + random() * 180_000 : 300 + random() * 4_000);
  const name = `${pick(companies)} ${pick(trades)} ${number}`;
  const contact = (role: string): GeneratedContact => ({
    id: role,
    role,
    name: pick(firstNames),
    email: `${role}.${number}@example.com`,
  });
  return {
    id: `sample-${number}`,
    zone: pick(zones),
    attributes: { name, plan: enterprise ? 'enterprise' : 'self-serve', annualRevenue },
    contacts: ['billing', ...(enterprise ? ['champion', 'sponsor'] : [])].map(contact),
    signals: signalsOf(index, random),
  };
}

function signalsOf(index: number, random: () => number): GeneratedCustomer['signals'] {
  // The first two are well until somebody says otherwise.
  const unwell = index < 2 ? 0 : random();
  const usage = unwell > 0.85 ? -0.3 - random() * 0.4 : random() * 0.4 - 0.2;
  return [
    { name: 'usage_change_30d', value: round(usage), daysAgo: Math.floor(random() * 5) },
    { name: 'adoption', value: round(random()), daysAgo: Math.floor(random() * 10) },
    { name: 'sessions_change', value: round(random() * 0.6 - 0.3), daysAgo: Math.floor(random() * 5) },
    ...(unwell > 0.92 ? [{ name: 'champion_departed', value: true, daysAgo: 2 }] : []),
  ];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
