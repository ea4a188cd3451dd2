import type { PolicyTest } from '../../domain/policy-test';
import { dayTables, renderDayTables } from '../../simulation/day-diff';
import type { Observed } from '../../simulation/policy-tests';

const at = (day: number): string => new Date(Date.UTC(2026, 2, 2 + day, 10)).toISOString();
const line = (day: number, kind: string, step: string, outcome: string, reason = '') => {
  return { at: at(day), step, path: '', kind, outcome, reason };
};

const happened: Observed = {
  startedAt: at(0),
  entered: [
    { day: 0, segment: 'value-high', reasons: ['revenue'] },
    { day: 1, segment: 'access-lost', context: 'conversation:c1', reasons: ['cannot get in'] },
    { day: 2, segment: 'matrix-save', reasons: ['Usage fell', 'The champion left'] },
  ],
  segments: ['value-high'],
  holds: ['account'],
  banners: [],
  left: [],
  adjusted: [],
  escalated: [],
  everIn: ['value-high', 'matrix-save'],
  treatments: [
    {
      id: 't',
      playbook: 'save-play',
      startedAt: at(2),
      arm: 'treatment',
      why: 'Entered matrix-save',
      outcome: 'lost',
      reason: 'nobody asked',
      endedAt: at(9),
      trace: [
        line(2, 'task', 'call', 'opened'),
        line(3, 'message', 'plan', 'sent'),
        line(4, 'message', 'again', 'refused', 'noConsent'),
        line(5, 'banner', 'show', 'shown'),
      ],
    },
  ],
};

const nothing: PolicyTest['expect'] = { entered: [], neverIn: [], refusals: [] };

function marked(expect: Partial<PolicyTest['expect']>): string[] {
  const given = {
    ...{ customer: {}, signals: [], crossings: [], controls: [], answers: [], tasks: [] },
    payments: { declines: [], thenSucceed: true },
    untilMs: 0,
  };
  const test: PolicyTest = { name: 'test', playbook: 'save-play', given, expect: { ...nothing, ...expect } };
  return renderDayTables(dayTables(test, happened)).filter((text) => text.startsWith('!'));
}

describe('a comparison by days', () => {
  it('marks nothing where all is as expected', () => {
    expect(
      marked({
        entered: [
          { segment: 'access-lost', context: 'conversation:c1', day: 1 },
          { segment: 'matrix-save', day: 2, reason: 'champion' },
        ],
        effects: [
          { day: 0, kind: 'task', step: 'call' },
          { day: 1, kind: 'message', step: 'plan' },
          { day: 3, kind: 'banner', step: 'show' },
        ],
        refusals: [{ step: 'again', code: 'noConsent' }],
        neverIn: ['matrix-triage'],
        segments: ['value-high'],
        holds: ['account'],
        outcome: 'lost',
        reason: 'nobody',
      }),
    ).toEqual([]);
  });

  it('puts an effect of another day where it was expected and where it happened', () => {
    const rows = marked({
      effects: [
        { day: 0, kind: 'task', step: 'call' },
        { day: 2, kind: 'message', step: 'plan' },
        { day: 3, kind: 'banner', step: 'show' },
      ],
    });
    expect(rows).toEqual([
      expect.stringMatching(/^! +1 +nothing +message plan$/),
      expect.stringMatching(/^! +2 +message plan +nothing$/),
    ]);
  });

  it('sets what happened in place of something else beside it', () => {
    expect(
      marked({
        effects: [
          { day: 0, kind: 'task', step: 'call' },
          { day: 1, kind: 'message', step: 'offer' },
          { day: 3, kind: 'banner', step: 'show' },
        ],
      }),
    ).toEqual([expect.stringMatching(/^! +1 +message offer +message plan$/)]);
  });

  it.each([
    [
      'a segment entered on another day',
      { entered: [{ segment: 'matrix-save', day: 1 }] },
      /enters matrix-save/,
    ],
    [
      'a segment entered about something else',
      { entered: [{ segment: 'access-lost', context: 'conversation:c2', day: 1 }] },
      /1 +enters access-lost about conversation:c2 +nothing/,
    ],
    [
      'a segment entered for another reason',
      { entered: [{ segment: 'matrix-save', day: 2, reason: 'Sponsor' }] },
      /enters matrix-save: Sponsor/,
    ],
    [
      'a segment it must never be in',
      { neverIn: ['matrix-save'] },
      /is never in matrix-save +was in matrix-save/,
    ],
    [
      'a segment it is not in at the end',
      { segments: ['value-high', 'vip'] },
      /is in vip at the end +nothing/,
    ],
    [
      'another refusal',
      { refusals: [{ step: 'again', code: 'suppressed' }] },
      /2 +again is refused: suppressed/,
    ],
    [
      'another outcome, on the day of the end',
      { outcome: 'saved' as const },
      /7 +is saved +is lost: nobody asked/,
    ],
    ['a start that must not be', { outcome: 'none' as const }, /does not start +is lost/],
  ])('marks %s', (_what, expected, row) => {
    expect(marked(expected).join('\n')).toMatch(row);
  });

  it('leaves unmarked what nothing was said about', () => {
    expect(marked({})).toEqual([]);
  });
});
