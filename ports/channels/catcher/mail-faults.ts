import { z } from 'zod';

/** What a scripted fault looks like, also over HTTP. */
export const mailFaultSchema = z.strictObject({
  /** Only mail to this address; absent means any. */
  recipient: z.string().optional(),
  /** How many mails it strikes before it is used up; absent means all. */
  times: z.int().positive().optional(),
  delayMs: z.int().min(0).max(600_000).optional(),
  /** Refuse with this reply: at RCPT, or after the whole data. */
  reject: z
    .strictObject({
      code: z.int().min(400).max(599),
      message: z.string(),
      at: z.enum(['recipient', 'data']).default('recipient'),
    })
    .optional(),
  /** Break the connection when the data is in, the mail being kept or not: the sender cannot know which. */
  dropAfterData: z.enum(['kept', 'lost']).optional(),
});

/** One scripted fault. */
export type MailFault = z.input<typeof mailFaultSchema>;

type ReadFault = z.output<typeof mailFaultSchema>;

/** The scripted faults, asked in the order they were added. */
export interface MailFaults {
  add(fault: MailFault): void;
  clear(): void;
  /** The first fault that strikes this recipient at this stage; counts as one of its times. */
  strike(recipients: readonly string[], stage: 'recipient' | 'data'): ReadFault | undefined;
}

/** Makes an empty script. */
export function createMailFaults(): MailFaults {
  let script: { fault: ReadFault; left: number }[] = [];
  return {
    add: (fault) =>
      script.push({ fault: mailFaultSchema.parse(fault), left: fault.times ?? Number.POSITIVE_INFINITY }),
    clear: () => {
      script = [];
    },
    strike: (recipients, stage) => {
      const struck = script.find(
        ({ fault, left }) => left > 0 && stageOf(fault) === stage && meant(fault, recipients),
      );
      if (struck === undefined) return undefined;
      struck.left -= 1;
      return struck.fault;
    },
  };
}

function stageOf(fault: ReadFault): 'recipient' | 'data' {
  return fault.reject?.at ?? 'data';
}

function meant({ recipient }: ReadFault, recipients: readonly string[]): boolean {
  return (
    recipient === undefined || recipients.some((address) => address.toLowerCase() === recipient.toLowerCase())
  );
}
