import type { Random } from './random';

/** What the driver means to happen to a customer; the treatment may have ended by itself before. */
export type Fate =
  | 'runsThrough'
  | 'stopped'
  | 'paid'
  /** The payment arrives before the failure it settles: nothing may be treated. */
  | 'overtaken';

/** One customer of the run. */
export interface CustomerPlan {
  /** External id. */
  readonly id: string;
  readonly address: string;
  readonly invoice: string;
  /** `cure` starts by a signal and ends when the invoice is paid; `renewal` starts by a crossing and goes on after its charge. */
  readonly track: 'cure' | 'renewal';
  readonly card: 'pays' | 'declines';
  readonly fate: Fate;
  /** Waits for a nudge twice, and is sent one. */
  readonly listens: boolean;
  /** When its input is sent, from the start of the run. */
  readonly startsAtMs: number;
}

/** How large a run is. */
export interface PlanSize {
  readonly runsThrough: number;
  readonly stopped: number;
  readonly paid: number;
  readonly overtaken: number;
  readonly listeners: number;
  /** Begins every external id; runs over one deployment need different ones. */
  readonly prefix?: string;
  /** Starts are spread over this time, so that every crash point finds work. */
  readonly spreadMs: number;
}

/** The subjects of the mails in the crash book, by the step that sends them. */
export const subjects = {
  notice: 'Notice',
  reminder: 'Reminder',
  heard: 'Heard you',
  heardAgain: 'Heard you again',
  closing: 'Closing',
} as const;
export type MailStep = keyof typeof subjects;

/** Steps whose mail a treatment of this plan sends if nobody ends it, without those that answer a nudge. */
export function scheduledMails({ track, card }: Pick<CustomerPlan, 'track' | 'card'>): readonly MailStep[] {
  // A cure whose charge succeeds is at its goal: nothing follows the charge.
  if (track === 'cure' && card === 'pays') return ['notice'];
  return ['notice', 'reminder', 'closing'];
}

/** How a treatment of this plan ends if nobody ends it. */
export function scheduledOutcome({ track, card }: Pick<CustomerPlan, 'track' | 'card'>): string {
  if (track === 'renewal') return 'resolved';
  return card === 'pays' ? 'cured' : 'writtenOff';
}

/** A run's customers, the same for the same seed. */
export function planCustomers(size: PlanSize, random: Random): CustomerPlan[] {
  const fates: Fate[] = [
    ...Array.from({ length: size.runsThrough }, () => 'runsThrough' as const),
    ...Array.from({ length: size.stopped }, () => 'stopped' as const),
    ...Array.from({ length: size.paid }, () => 'paid' as const),
    ...Array.from({ length: size.overtaken }, () => 'overtaken' as const),
  ];
  const plans = fates.map((fate, index) => planOne(fate, index, size, random));
  return random.shuffle(plans);
}

function planOne(fate: Fate, index: number, size: PlanSize, random: Random): CustomerPlan {
  const id = `${size.prefix ?? 'crash'}-${String(index + 1).padStart(4, '0')}`;
  const listens = fate === 'runsThrough' && index < size.listeners;
  const track = fate === 'overtaken' || random.chance(0.5) ? 'cure' : 'renewal';
  // A listener must live to hear; who is paid by somebody else must not pay by itself first.
  const card =
    track === 'cure' && (listens || fate !== 'runsThrough')
      ? 'declines'
      : random.chance(0.5)
        ? 'pays'
        : 'declines';
  const startsAtMs = Math.floor(random.next() * size.spreadMs * (listens ? 0.4 : 1));
  return { id, address: `${id}@example.com`, invoice: `in-${id}`, track, card, fate, listens, startsAtMs };
}
