import fc from 'fast-check';
import { DateTime } from 'luxon';
import { classifyDecline } from '../../../domain/payments/decline-class';
import { nextCharge, type DeclinedAttempt } from '../../../domain/payments/retry-schedule';
import type { RetryPolicy } from '../../../domain/policies';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const zone = 'Europe/Berlin';

const policy: RetryPolicy = {
  unknown: 'softUnknown',
  classes: {
    hardStop: { codes: ['lost_card', 'stolen_card'], action: 'stop', waitsMs: [] },
    customerMustAct: { codes: ['expired_card'], action: 'customerMustAct', waitsMs: [] },
    softTimed: { codes: ['insufficient_funds'], action: 'retry', waitsMs: [3 * dayMs, 3 * dayMs, 7 * dayMs] },
    softTechnical: { codes: ['processing_error'], action: 'retry', waitsMs: [4 * hourMs, dayMs] },
    softUnknown: { codes: ['do_not_honor'], action: 'retry', waitsMs: [2 * dayMs] },
    ourFault: { codes: ['invalid_amount'], action: 'operator', waitsMs: [] },
  },
};
const codes = [
  'lost_card',
  'expired_card',
  'insufficient_funds',
  'processing_error',
  'never_seen',
  'invalid_amount',
];
const mostAttempts = 1 + Math.max(...Object.values(policy.classes).map((rule) => rule.waitsMs.length));

/** Charges as soon as the schedule allows, each time declined with the next code; gives the attempts made. */
function run(answers: readonly string[], startAt: string): DeclinedAttempt[] {
  const attempts: DeclinedAttempt[] = [];
  let now = startAt;
  for (const declineCode of answers) {
    const next = nextCharge({ policy, attempts, zone });
    if (next?.mayChargeAt === 'never') break;
    now = next ? next.mayChargeAt : now;
    attempts.push({ at: now, declineCode });
  }
  return attempts;
}

const startAt = fc
  .date({ min: new Date('2026-01-01Z'), max: new Date('2027-01-01Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const answers = fc.array(fc.constantFrom(...codes), { minLength: 1, maxLength: 40 });

describe('the retry schedule', () => {
  it('never makes more attempts than the policy allows', () => {
    fc.assert(
      fc.property(answers, startAt, (list, start) =>
        expect(run(list, start).length).toBeLessThanOrEqual(mostAttempts),
      ),
      { numRuns: 1_000 },
    );
  });

  it('never charges again after a hard stop, a fault of ours or before the customer acted', () => {
    fc.assert(
      fc.property(answers, startAt, (list, start) => {
        const earlier = run(list, start).slice(0, -1);
        expect(earlier.every((one) => classifyDecline(policy, one.declineCode).rule.action === 'retry')).toBe(
          true,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('puts every attempt on another day and another hour, never earlier than the class waits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('insufficient_funds', 'processing_error', 'never_seen'), { maxLength: 8 }),
        startAt,
        (list, start) => {
          const made = run(list, start);
          const local = made.map((one) => DateTime.fromISO(one.at, { zone }));
          expect(new Set(local.map((at) => at.toISODate())).size).toBe(made.length);
          expect(new Set(local.map((at) => at.hour)).size).toBe(made.length);
          for (const [index, attempt] of made.slice(1).entries()) {
            const before = made[index]!;
            const wait = classifyDecline(policy, before.declineCode).rule.waitsMs[index]!;
            expect(Date.parse(attempt.at) - Date.parse(before.at)).toBeGreaterThanOrEqual(wait);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('counts the failure that opened the invoice as the first attempt', () => {
    const firstDecline = { at: '2026-03-01T10:00:00.000Z', declineCode: 'insufficient_funds' };
    const answer = nextCharge({ policy, attempts: [], firstDecline, zone });
    expect(Date.parse(answer!.mayChargeAt)).toBeGreaterThan(Date.parse(firstDecline.at) + 24 * 3_600_000);
  });

  it('makes no first charge on a card reported lost', () => {
    const firstDecline = { at: '2026-03-01T10:00:00.000Z', declineCode: 'lost_card' };
    expect(nextCharge({ policy, attempts: [], firstDecline, zone })).toMatchObject({
      mayChargeAt: 'never',
      declineClass: 'hardStop',
    });
  });

  it('starts anew once the customer changed the payment method', () => {
    const attempts = [{ at: '2026-03-01T10:00:00.000Z', declineCode: 'expired_card' }];
    expect(nextCharge({ policy, attempts, zone })?.mayChargeAt).toBe('never');
    expect(
      nextCharge({ policy, attempts, zone, methodChangedAt: '2026-03-02T10:00:00.000Z' }),
    ).toBeUndefined();
  });

  it('treats a code nobody knows as the policy says', () => {
    expect(classifyDecline(policy, 'never_seen').name).toBe('softUnknown');
  });
});
