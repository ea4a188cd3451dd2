import type { Rule } from '../checker';
import type { Evidence } from '../evidence';
import { scheduledMails, subjects } from '../plan';
import { groupBy } from './group';

const answersToNudges: readonly string[] = [subjects.heard, subjects.heardAgain];

// Told by recipient and subject, so that a second copy under another Message-ID counts too.
const atMostOnce: Rule = ({ mails }) =>
  [...groupBy(mails, (mail) => `${mail.subject} to ${mail.to}`)].flatMap(([what, caught]) =>
    caught.length === 1 ? [] : [`the mail ${what} was caught ${caught.length} times`],
  );

const rowsAgreeWithCatcher: Rule = ({ effects, mails }) => {
  const caught = new Set(mails.map((mail) => mail.requestKey));
  const rows = effects.filter((effect) => effect.kind === 'message');
  const stateOf = new Map(rows.map((row) => [row.requestKey, row.state]));
  const missing = rows.flatMap((row) =>
    row.state !== 'done' || caught.has(row.requestKey)
      ? []
      : [`${row.requestKey} says done and was never caught`],
  );
  const unknown = mails.flatMap(({ to, subject, requestKey }) => {
    const state = stateOf.get(requestKey ?? '');
    return state === 'done' || state === 'inDoubt'
      ? []
      : [`the mail ${subject} to ${to} was caught, and its effect is ${state ?? 'unknown'}`];
  });
  return [...missing, ...unknown];
};

// Lower bound: caught + explained doubts = scheduled, or sending nothing would pass.
const sentAsScheduled: Rule = (evidence) => {
  const caught = groupBy(evidence.mails, (mail) => mail.to);
  const doubtful = doubtfulSteps(evidence);
  return evidence.customers
    .filter((plan) => plan.fate === 'runsThrough')
    .flatMap((plan) => {
      const got = new Set((caught.get(plan.address) ?? []).map((mail) => mail.subject));
      const doubts = doubtful.get(plan.id) ?? new Set();
      const scheduled = scheduledMails(plan);
      const missing = scheduled.filter((step) => !got.has(subjects[step]) && !doubts.has(step));
      const wanted: readonly string[] = [...scheduled.map((step) => subjects[step]), ...answersToNudges];
      return [
        ...missing.map(
          (step) => `${plan.id} ran through without its mail of step ${step}, and no doubt explains it`,
        ),
        ...[...got]
          .filter((subject) => !wanted.includes(subject))
          .map((subject) => `${plan.id} ran through and got ${subject}, which was not scheduled`),
      ];
    });
};

// An item of the inbox delivered twice would wake the second wait with the first one's nudge.
const oneAnswerPerNudge: Rule = ({ customers, mails, nudges }) => {
  const caught = groupBy(mails, (mail) => mail.to);
  return customers.flatMap(({ id, address }) => {
    const answers = (caught.get(address) ?? []).filter((mail) =>
      answersToNudges.includes(mail.subject),
    ).length;
    const sent = nudges[id] ?? 0;
    return answers <= sent ? [] : [`${id} was nudged ${sent} times and heard ${answers} answers`];
  });
};

function doubtfulSteps({ effects, treatments }: Evidence): Map<string, Set<string>> {
  const customerOf = new Map(treatments.map((treatment) => [treatment.id, treatment.customer]));
  const doubts = effects.filter((effect) => effect.kind === 'message' && effect.state === 'inDoubt');
  const byCustomer = groupBy(doubts, (effect) => customerOf.get(effect.treatmentId) ?? '');
  return new Map([...byCustomer].map(([customer, rows]) => [customer, new Set(rows.map((row) => row.step))]));
}

/** A message at most once, and everything scheduled arrives or its doubt is explained. */
export const mailRules: readonly Rule[] = [
  atMostOnce,
  rowsAgreeWithCatcher,
  sentAsScheduled,
  oneAnswerPerNudge,
];
