import type { GateContext, Objection } from '../gate-context';
import { defer, refuse } from '../objections';
import { fullWindow } from './sliding-window';

/** No more payment reminders than a cycle allows: one treatment holds all that a customer owes, and is one cycle. */
export function fewerThanACycle({ effect, policies, reminders }: GateContext): Objection | undefined {
  const cap = policies.contact.reminders;
  if (effect.kind !== 'message' || !cap || !reminders || reminders.length < cap.perCycle) return undefined;
  return refuse('enoughReminders', `${reminders.length} payment reminders were sent, the most of one cycle`);
}

/** Payment reminders come apart, whatever is declined in between. */
export function remindersApart({ effect, policies, reminders, now }: GateContext): Objection | undefined {
  const cap = policies.contact.reminders;
  if (effect.kind !== 'message' || !cap || !reminders) return undefined;
  const full = fullWindow(reminders, cap, now);
  if (!full) return undefined;
  const why = `${full.count} payment reminders were sent in the period, the cap is ${cap.messages}`;
  return defer('frequencyCap', full.freeAt, why);
}
