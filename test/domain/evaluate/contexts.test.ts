import { evaluate } from '../../../domain/evaluate';
import type { EvaluationInput, EvaluationResult } from '../../../domain/evaluation';
import { factsAbout } from '../../../domain/facts';
import { onDay } from '../../support/customer-histories';
import { evaluationInput, fact, following } from '../../support/evaluated-customer';
import { transactionBook } from '../../support/transaction-book';

const book = transactionBook();
const first = { context: 'transaction:1' };
const second = { context: 'transaction:2' };
const mismatch = fact('geo_mismatch', true, onDay(0), first);
const wide = fact('vpn_used', true, onDay(0));
const clean = fact('geo_mismatch', false, onDay(0.5), second);

const input = (fields: Partial<EvaluationInput>) => evaluationInput(book, { asOf: onDay(1), ...fields });
const places = ({ memberships }: EvaluationResult) =>
  memberships.map(({ segment, context = '' }) => `${segment} ${context}`.trim());
const pointsIn = (result: EvaluationResult, context: string) =>
  factsAbout(result, context).scores.fraud?.points;

describe('evaluation per context', () => {
  it('lets a clean second transaction inherit nothing from the first', () => {
    const result = evaluate(input({ signals: [mismatch, wide, clean] }));
    expect(places(result)).toEqual(['transaction-suspect transaction:1']);
    expect([pointsIn(result, 'transaction:1'), pointsIn(result, 'transaction:2')]).toEqual([65, 15]);
  });

  it('says in the crossing which transaction it is about, with the score seen from there', () => {
    const { crossings } = evaluate(input({ signals: [mismatch, wide, clean] }));
    expect(crossings).toMatchObject([
      {
        segment: 'transaction-suspect',
        context: 'transaction:1',
        direction: 'entered',
        toTier: 'high',
        scores: { fraud: { points: 65 } },
        reasons: ['countries differ', 'anonymous'],
      },
    ]);
  });

  it('counts a fact about a transaction for the customer as before', () => {
    const result = evaluate(input({ signals: [mismatch, wide] }));
    expect(places(result)).toEqual(['customer-suspect', 'transaction-suspect transaction:1']);
    expect(result.scores).toMatchObject([{ points: 0 }, { points: 65 }]);
  });

  it('reads the fact of the context before a later one of the customer in general', () => {
    const general = fact('geo_mismatch', true, onDay(0.9));
    const result = evaluate(input({ signals: [clean, general] }));
    expect(factsAbout(result, 'transaction:2').signals).toMatchObject({ geo_mismatch: false });
    expect(result.facts.signals).toMatchObject({ geo_mismatch: true });
  });

  it('falls back to what is said in general once the fact of the context has aged out', () => {
    const general = fact('geo_mismatch', true, onDay(7));
    const open = [{ playbook: 'review', ...second }];
    const result = evaluate(input({ asOf: onDay(8), signals: [clean, general], openTreatments: open }));
    expect(factsAbout(result, 'transaction:2').signals).toMatchObject({ geo_mismatch: true });
  });

  it('derives over the facts of the context and of the customer in general, and of no other transaction', () => {
    const attempts = [first, first, second, {}].map((context, at) =>
      fact('attempt', 'x', onDay(0.2 + at / 10), context),
    );
    const result = evaluate(input({ signals: attempts }));
    const counted = ['transaction:1', 'transaction:2'].map(
      (context) => factsAbout(result, context).signals['attempts_2d'],
    );
    expect([result.facts.signals['attempts_2d'], ...counted]).toEqual([4, 3, 2]);
  });

  it('keeps a tier once reached until the points fall below its leave, by the membership of the context', () => {
    const start = input({ signals: [mismatch, wide] });
    const before = evaluate(start);
    const vpnGone = { ...following(start, before, onDay(2)), signals: [mismatch, clean] };
    const result = evaluate(vpnGone);
    expect(factsAbout(result, 'transaction:1').scores.fraud).toMatchObject({ points: 50, tier: 'high' });
    expect(places(result)).toEqual(['transaction-suspect transaction:1']);
    const forgotten = evaluate({ ...vpnGone, memberships: [] });
    expect(factsAbout(forgotten, 'transaction:1').scores.fraud).toMatchObject({ tier: 'medium' });
  });

  it('leaves when the facts of the context have aged out, and costs nothing from then on', () => {
    const start = input({ signals: [mismatch, wide] });
    const before = evaluate(start);
    expect(before.nextEvaluationAt).toBe(new Date(Date.parse(onDay(7)) + 1).toISOString());
    const result = evaluate(following(start, before, before.nextEvaluationAt ?? ''));
    expect(result.crossings.map(({ segment, context, direction }) => [segment, context, direction])).toEqual([
      ['customer-suspect', undefined, 'exited'],
      ['transaction-suspect', 'transaction:1', 'exited'],
    ]);
    const after = evaluate(following(start, result, onDay(15)));
    expect(after.contexts).toBeUndefined();
    expect(after.nextEvaluationAt).toBeUndefined();
  });

  it('lets a rule stand aside for an open treatment of the same context only', () => {
    const attempts = [0.2, 0.3, 0.4].map((at) => fact('attempt', 'x', onDay(at)));
    const signals = [...attempts, mismatch, clean];
    const openTreatments = [{ playbook: 'review', ...first }];
    const result = evaluate(input({ signals, openTreatments }));
    expect([pointsIn(result, 'transaction:1'), pointsIn(result, 'transaction:2')]).toEqual([50, 30]);
  });

  it('shows dimensions that no segment of its kind has as they are for the customer', () => {
    const sad = fact('mood', 'sad', onDay(0));
    const result = evaluate(input({ signals: [sad, clean] }));
    expect(factsAbout(result, 'transaction:2').scores.churn).toEqual(result.facts.scores.churn);
  });

  it('tells criteria which context they are asked about', () => {
    const named = transactionBook({ entry: "context.kind == 'transaction' && context.id == '2'" });
    const result = evaluate({ ...input({ signals: [mismatch, clean] }), book: named });
    expect(places(result)).toEqual(['transaction-suspect transaction:2']);
  });

  it('sees the facts from the context of an open treatment and from one asked for, whatever is known of it', () => {
    const openTreatments = [{ playbook: 'review', context: 'complaint:7' }];
    const result = evaluate(input({ signals: [mismatch], openTreatments, about: ['transaction:9'] }));
    expect([...(result.contexts ?? []).keys()]).toEqual(['complaint:7', 'transaction:1', 'transaction:9']);
    // Of another kind, a transaction is part of what is known of the customer.
    expect(factsAbout(result, 'complaint:7').signals).toMatchObject({ geo_mismatch: true });
    expect(factsAbout(result, 'transaction:9').signals['geo_mismatch']).toBeUndefined();
  });

  it('shows a transaction the segments of the customer and its own, and none of another transaction', () => {
    const later = fact('vpn_used', true, onDay(0.1), second);
    const result = evaluate(input({ signals: [mismatch, wide, later] }));
    expect(factsAbout(result, 'transaction:1').segments).toEqual(['customer-suspect', 'transaction-suspect']);
    expect(factsAbout(result, 'transaction:2').segments).toEqual(['customer-suspect']);
  });

  it('says goodbye to memberships about something that the segment is no longer about', () => {
    const { memberships } = evaluate(input({ signals: [mismatch, wide] }));
    const { per: _, ...whole } = book.segments[1]!;
    const result = evaluate({
      ...input({ signals: [], memberships }),
      book: { ...book, segments: [whole] },
    });
    expect(result.crossings).toMatchObject([
      { segment: 'customer-suspect', direction: 'exited' },
      { segment: 'transaction-suspect', context: 'transaction:1', direction: 'exited' },
    ]);
    expect(result.memberships).toEqual([]);
  });

  it('shows a transaction its own invoice alone where the context is one', () => {
    const invoice = { id: 'in_1', amountMinor: 100, currency: 'eur', state: 'open' as const, attempts: 1 };
    const invoices = [invoice, { ...invoice, id: 'in_2', state: 'paid' as const }];
    const result = evaluate(input({ invoices, about: ['invoice:in_2', 'transaction:1'] }));
    expect(factsAbout(result, 'invoice:in_2').invoices).toMatchObject({ open: 0, paid: 1 });
    expect(factsAbout(result, 'transaction:1').invoices).toMatchObject({ open: 1, paid: 1 });
  });
});
