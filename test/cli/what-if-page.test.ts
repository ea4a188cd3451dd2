import { whatIfPage } from '../../cli/what-if/page';
import { whatIfText } from '../../cli/what-if/text';
import type { WhatIfReport } from '../../simulation/what-if/report';

const weeks = 2;

const report: WhatIfReport = {
  active: 'aaaaaaaaaaaaaaaa',
  candidate: 'bbbbbbbbbbbbbbbb',
  asOf: '2026-03-10T12:00:00.000Z',
  customers: 1_000,
  changed: 30,
  failed: 0,
  segments: [
    { segment: 'at-risk', title: 'At <risk> & worried', before: 100, after: 120, entered: 25, left: 5 },
    { segment: 'calm', title: 'Calm', before: 900, after: 880, entered: 5, left: 25 },
    { segment: 'same', title: 'Same', before: 7, after: 7, entered: 0, left: 0 },
  ],
  moves: [{ move: 'calm → at-risk', customers: 25 }],
  plays: [
    {
      playbook: 'save-play',
      starts: 20,
      heldOut: 5,
      deferred: 0,
      noLonger: 0,
      ends: 1,
      pauses: 0,
      isTold: 0,
      simulated: 20,
    },
  ],
  crossings: [],
  weeks,
  load: {
    messages: [20, 4],
    offers: [0, 2],
    offered: [0, 500],
    charges: [0, 0],
    approvals: [20, 0],
    tasks: { success: [40, 10], 'success-leads': [20, 0] },
  },
  capacity: [{ what: 'tasks:success', week: 1, limit: 45, usual: 12, added: 40, exceeded: true }],
  listed: [
    {
      customer: 'abc000000000',
      entered: [{ segment: 'at-risk', reasons: ['Usage fell'] }],
      left: [{ segment: 'calm', reasons: [] }],
      starts: [{ playbook: 'save-play', arm: 'holdout', with: {} }],
      stops: [],
      noLonger: [],
    },
  ],
  warnings: ['tasks:success: week 1 needs 52 (12 as usual and 40 more), and 45 is what there is'],
  assumptions: ['No new fact arrives.'],
};

describe('the report of a what-if', () => {
  it('is one page with drawn charts that loads and runs nothing', () => {
    const page = whatIfPage(report);
    expect(page.match(/<svg /g)).toHaveLength(4);
    expect(page).not.toMatch(/<script|<link|src=|@import|url\(/);
    expect(page.replace(/xmlns(:\w+)?="[^"]*"/g, '')).not.toMatch(/https?:/);
    expect(page).toContain('At &lt;risk&gt; &amp; worried');
    expect(page).not.toContain('<risk>');
  });

  it('shows in charts and tables what the numbers say', () => {
    const page = whatIfPage(report);
    expect(page).toContain('<strong>30 of 1000 customers change segment.</strong>');
    expect(page).toContain('capacity 45');
    expect(page).toContain('at-risk: Usage fell');
    expect(page).toContain('save-play (held out)');
    expect(page).toContain('needs 52');
  });

  it('draws what people can bear even where it is far above their work', () => {
    const line = { what: 'tasks:success', week: 1, limit: 500, usual: 12, added: 40, exceeded: false };
    expect(whatIfPage({ ...report, capacity: [line] })).toContain('capacity 500');
  });

  it('leaves room for long names of segments, whatever font they are shown in', () => {
    const title = 'A change of the account is asked for, found elsewhere';
    const [first] = report.segments;
    if (!first) throw new Error('the report has segments');
    const page = whatIfPage({ ...report, segments: [{ ...first, title }] });
    const endsAt = /translate\((\d+) [\d.]+\)"[^>]*>([^<]*change of[^<]*)<\/text>/.exec(page);
    const [, end, shown = ''] = endsAt ?? [];
    // A wide font has 7.5 pixels a letter at the 12 pixels of these names.
    expect(Number(end)).toBeGreaterThan(shown.trim().length * 7.5);
    expect(page).toMatch(/>found elsewhere<\/text>/);
  });

  it('says so where nothing changes', () => {
    const none = { ...report, changed: 0, segments: [], plays: [], warnings: [], listed: [] };
    const zero = {
      messages: [0, 0],
      offers: [0, 0],
      offered: [0, 0],
      charges: [0, 0],
      approvals: [0, 0],
      tasks: {},
    };
    const page = whatIfPage({ ...none, load: zero });
    expect(page).toContain('Nobody changes segment.');
    expect(page).toContain('No play starts, so nothing is asked of anybody.');
    expect(page).not.toContain('<svg ');
  });

  it('is a table in a terminal, by segment, by playbook and by week', () => {
    const text = whatIfText(report);
    expect(text).toMatch(
      /^bbbbbbbbbbbbbbbb against the active aaaaaaaaaaaaaaaa: 30 of 1000 customers change/,
    );
    expect(text).toMatch(/\nat-risk +100 +120 +25 +5\n/);
    expect(text).not.toMatch(/\nsame +/);
    expect(text).toMatch(/\nsave-play +20 +5 +0 +0 +1 +0 +0\n/);
    expect(text).toMatch(/\ntasks of success +40 +10\n/);
    expect(text).toContain('WARNING: tasks:success');
    expect(text).toContain('abc000000000: enters at-risk (Usage fell), leaves calm, held out of save-play');
  });
});
