import { brokenPromises, check } from './checker';
import type { EffectEvidence, Evidence } from './evidence';
import { effect, entry, nothing, renewal, stoppedRenewal, withLedger } from './evidence-builder';

const id = 'c1';
const good = renewal(id);
const treatmentId = good.treatments[0]!.id;
const key = (step: string): string => `${treatmentId}|${step}||x`;

const withRow = (step: string, changes: Partial<EffectEvidence>): readonly EffectEvidence[] =>
  good.effects.map((row) => (row.step === step ? { ...row, ...changes } : row));

const doubtful: Evidence = {
  ...good,
  effects: withRow('reminder', { state: 'inDoubt', why: 'the worker died' }),
  mails: good.mails.filter((mail) => mail.subject !== 'Reminder'),
  ledger: good.ledger.filter(
    ({ kind, content }) => kind !== 'receipt' || content.requestKey !== key('reminder'),
  ),
  kills: { ...good.kills, exposed: [key('reminder')] },
};

describe('the crash checker accepts', () => {
  it('a treatment that ran through', () => expect(brokenPromises(good)).toEqual([]));
  it('a treatment stopped while its notice was attempting', () =>
    expect(brokenPromises(stoppedRenewal(id))).toEqual([]));
  it('a doubt that is explained and exposed, the mail missing', () =>
    expect(brokenPromises(doubtful)).toEqual([]));
  it('a doubt that is explained and exposed, the mail caught', () =>
    expect(brokenPromises({ ...doubtful, mails: good.mails })).toEqual([]));
  it('a second answer to a second nudge', () => {
    const heard = (step: string): EffectEvidence => effect(treatmentId, step, {});
    const evidence = withLedger(
      { ...good, nudges: { [id]: 2 }, effects: [...good.effects, heard('heard'), heard('heardAgain')] },
      ...['heard', 'heardAgain'].flatMap((step, index) => [
        entry(id, 20 + index * 2, 'attempt', { requestKey: key(step) }),
        entry(id, 21 + index * 2, 'receipt', { requestKey: key(step), state: 'done' }),
      ]),
    );
    const mails = [
      ...good.mails,
      { to: `${id}@example.com`, subject: 'Heard you', requestKey: key('heard') },
      { to: `${id}@example.com`, subject: 'Heard you again', requestKey: key('heardAgain') },
    ];
    expect(brokenPromises({ ...evidence, mails })).toEqual([]);
  });
});

// One broken promise a row: what was forged, and the words that must be found.
const forgeries: readonly [promise: string, forged: Evidence, said: RegExp][] = [
  [
    'an accepted crossing lost',
    { ...good, treatments: [], effects: [], mails: [], charges: [] },
    /has 0 treatments/,
  ],
  [
    'a crossing treated twice',
    { ...good, treatments: [...good.treatments, { ...good.treatments[0]!, id: `${treatmentId}2` }] },
    /has 2 treatments/,
  ],
  [
    'an old failure treated after its payment',
    { ...good, customers: good.customers.map((plan) => ({ ...plan, fate: 'overtaken' as const })) },
    /has 1 treatments, not 0[^]*charged for an invoice that was paid before/,
  ],
  [
    'a treatment that never ends',
    { ...good, treatments: [{ ...good.treatments[0]!, state: 'running', outcome: null }] },
    /not reached its outcome/,
  ],
  [
    'the wrong outcome',
    { ...good, treatments: [{ ...good.treatments[0]!, outcome: 'failed' }] },
    /ended as failed, not as resolved/,
  ],
  [
    'a stop that nobody sent',
    withLedger(
      good,
      entry(id, 99, 'control', { control: 'stop', accepted: true, treatmentId, outcome: 'resolved' }),
    ),
    /stop that nobody sent/,
  ],
  [
    'an attempt charged twice',
    { ...good, charges: [...good.charges, { ...good.charges[0]!, timesMoved: 0 }] },
    /booked in-c1 attempt 1 2 times/,
  ],
  [
    'money moved twice',
    { ...good, charges: [...good.charges, { ...good.charges[0]!, attempt: '2' }] },
    /money moved 2 times/,
  ],
  ['money never moved', { ...good, charges: [] }, /has 0 charges/],
  [
    'a charge nobody asked for',
    { ...good, effects: good.effects.filter((row) => row.kind !== 'charge') },
    /which the store has as nothing/,
  ],
  [
    'a receipt for a charge that never was',
    { ...good, charges: [] },
    /says done and the sandbox never booked it/,
  ],
  [
    'a mail sent twice under one Message-ID',
    { ...good, mails: [...good.mails, good.mails[0]!] },
    /caught 2 times/,
  ],
  [
    'a mail sent twice under another Message-ID',
    { ...good, mails: [...good.mails, { ...good.mails[0]!, requestKey: undefined }] },
    /caught 2 times/,
  ],
  ['a mail never sent', { ...good, mails: good.mails.slice(1) }, /was never caught/],
  [
    'a mail that was scheduled and not even tried',
    { ...good, effects: good.effects.filter((row) => row.step !== 'closing'), mails: good.mails.slice(0, 2) },
    /without its mail of step closing/,
  ],
  [
    'a mail out of nowhere',
    { ...good, mails: [...good.mails, { to: `${id}@example.com`, subject: 'Hello', requestKey: 'x' }] },
    /effect is unknown/,
  ],
  [
    'a refused mail in a treatment that ran through',
    { ...good, effects: withRow('closing', { state: 'refused' }), mails: good.mails.slice(0, 2) },
    /without its mail of step closing/,
  ],
  [
    'an inbox item taken twice',
    {
      ...good,
      nudges: { [id]: 1 },
      mails: [
        ...good.mails,
        { to: `${id}@example.com`, subject: 'Heard you', requestKey: key('heard') },
        { to: `${id}@example.com`, subject: 'Heard you again', requestKey: key('heardAgain') },
      ],
    },
    /nudged 1 times and heard 2 answers/,
  ],
  [
    'a doubt without a kill',
    { ...doubtful, kills: { ...doubtful.kills, exposed: [] } },
    /no worker was killed/,
  ],
  [
    'a doubt without a reason',
    { ...doubtful, effects: withRow('reminder', { state: 'inDoubt', why: null }) },
    /does not say why/,
  ],
  [
    'an effect left reserved',
    { ...good, effects: [...good.effects, effect(treatmentId, 'more', { state: 'reserved' })] },
    /still reserved/,
  ],
  [
    'an attempt after an accepted stop',
    withLedger(stoppedRenewal(id), entry(id, 4, 'attempt', { requestKey: key('reminder') })),
    /attempted at 4, after the accepted stop at 2/,
  ],
  [
    'an attempt after an accepted goal, whatever the clock said',
    withLedger(
      good,
      entry(id, 0, 'control', { control: 'goal', accepted: true, treatmentId, outcome: 'resolved' }),
    ),
    /after the accepted goal/,
  ],
  [
    'a receipt without an attempt',
    withLedger(good, entry(id, 50, 'receipt', { requestKey: 'other', state: 'done' })),
    /no attempt before it/,
  ],
  [
    'a receipt before its attempt',
    { ...good, ledger: good.ledger.map((one) => (one.position === 1 ? { ...one, position: 40 } : one)) },
    /no attempt before it/,
  ],
  [
    'two receipts that say done',
    withLedger(good, entry(id, 51, 'receipt', { requestKey: key('notice'), state: 'done' })),
    /2 receipts that say done/,
  ],
  [
    'a done effect missing from the ledger',
    withLedger({
      ...good,
      ledger: good.ledger.filter(({ content }) => content.requestKey !== key('notice')),
    }),
    /the ledger has no receipt of it/,
  ],
  [
    'a tampered ledger',
    { ...good, audit: { ...good.audit, ok: false, problems: ['hash'] } },
    /does not verify/,
  ],
  ['an audit that looked at nothing', { ...good, audit: { ...good.audit, entries: 0 } }, /the audit read 0/],
];

describe('the crash checker finds', () => {
  it.each(forgeries)('%s', (_promise, forged, said) => {
    expect(brokenPromises(forged).join('\n')).toMatch(said);
  });
});

describe('a run that proves too little', () => {
  it.each([
    ['too few treatments', { treatments: 2 }, /only 1 of 2 treatments/],
    ['too few stops in flight', { stopsLanded: 1 }, /only 0 stops landed/],
    ['too few payments in flight', { paymentsLanded: 1 }, /only 0 payments landed/],
    ['a crash point hit too seldom', { perPoint: { afterReserve: 5 } }, /crash point afterReserve: 0 of 5/],
    ['a part never killed', { random: { temporal: 1 } }, /random kills of temporal: 0 of 1/],
  ])('is refused for %s', (_why, demand, said) => {
    expect(check(good, { ...nothing, ...demand }).join('\n')).toMatch(said);
  });

  it('counts a stop that found an effect attempting', () => {
    expect(check(stoppedRenewal(id), { ...nothing, stopsLanded: 1 })).toEqual([]);
  });

  it('shows the first few violations of a kind and counts the rest', () => {
    const mails = Array.from({ length: 9 }, (_, index) => ({
      to: 'x@example.com',
      subject: `S${index}`,
      requestKey: 'x',
    }));
    expect(brokenPromises({ ...good, mails: [...good.mails, ...mails] })).toContain(
      '… and 4 more of the same',
    );
  });
});
