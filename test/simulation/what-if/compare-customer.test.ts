import type { CompiledBook } from '../../../domain/compiled-book';
import type { SegmentDefinition } from '../../../domain/segments/segment';
import { compareCustomer } from '../../../simulation/what-if/compare-customer';
import type { Comparison } from '../../../simulation/what-if/comparison';
import type { StoredCustomer, StoredTreatment } from '../../../simulation/what-if/stored-customer';
import { compiledBook, playbookDefinition, rawSignal, segmentDefinition } from '../../support/book-builder';

const asOf = '2026-03-10T12:00:00.000Z';

function book(hash: string, entry: string, more: Partial<SegmentDefinition> = {}): CompiledBook {
  const treat = [{ play: 'rescue', with: {} }];
  const segment = segmentDefinition('usage-down', { entry, exit: `!(${entry})`, treat, ...more });
  const made = compiledBook({
    signals: [rawSignal('usage')],
    segments: [segment],
    playbooks: [playbookDefinition('rescue'), playbookDefinition('gentle', { dimension: 'expansion' })],
  });
  return { ...made, hash };
}

const active = book('active', 'signals.usage <= -0.3');

function comparison(candidate: CompiledBook): Comparison {
  return { active, candidate, pinned: {}, valueCuts: { highFrom: 0, mediumFrom: 0 }, asOf };
}

function customer(usage: number, fields: Partial<StoredCustomer> = {}): StoredCustomer {
  const signal = {
    id: 's',
    name: 'usage',
    value: usage,
    occurredAt: '2026-03-09T12:00:00.000Z',
    position: 1,
  };
  return {
    key: 'abc000000000',
    attributes: {},
    zone: null,
    position: 1,
    lastAsOf: null,
    backfilledFrom: null,
    signals: [signal],
    invoices: [],
    scores: [],
    memberships: [],
    treatments: [],
    ...fields,
  };
}

const inside = {
  segment: 'usage-down',
  state: 'in' as const,
  breachedAt: asOf,
  since: asOf,
  days: [],
  reasons: [],
  confidence: 1,
  priority: 50,
};

const running: StoredTreatment = {
  id: 'treatment:rescue:abc000000000:1',
  playbook: 'rescue',
  context: null,
  segment: 'usage-down',
  arm: 'treatment',
  bookHash: 'active',
  state: 'running',
  startPoints: 0,
  startTier: 'low',
  startedAt: '2026-03-01T12:00:00.000Z',
  closedAt: null,
};

describe('what a candidate book changes for one customer', () => {
  it('is nothing where both books say the same, whatever would start anyway', () => {
    const same = compareCustomer(customer(-0.4), comparison({ ...active, hash: 'other' }));
    expect(same).toMatchObject({ entered: [], left: [], starts: [], stops: [], crossings: [], noLonger: [] });
    expect(same.after).toEqual(['usage-down']);
  });

  it('is who enters and which play starts in which arm', () => {
    const sooner = book('sooner', 'signals.usage <= -0.1');
    expect(compareCustomer(customer(-0.2), comparison(sooner))).toMatchObject({
      before: [],
      after: ['usage-down'],
      entered: [{ segment: 'usage-down' }],
      crossings: [{ segment: 'usage-down', direction: 'entered' }],
      starts: [{ playbook: 'rescue', arm: 'treatment' }],
    });
    const heldOut = { ...sooner, policies: { ...sooner.policies, holdout: { salt: 'x', globalShare: 1 } } };
    const rescue = { ...sooner.playbooks['rescue']!, holdoutShare: 0.1 };
    const drawn = { ...heldOut, playbooks: { ...sooner.playbooks, rescue } };
    expect(compareCustomer(customer(-0.2), comparison(drawn)).starts).toMatchObject([{ arm: 'holdout' }]);
  });

  it('follows a confirmation until it is over', () => {
    const slow = book('slow', 'signals.usage <= -0.1', { confirmation: { days: 2, of: 3 } });
    const found = compareCustomer(customer(-0.2), comparison(slow));
    expect(found.entered).toMatchObject([{ segment: 'usage-down' }]);
    expect(found.starts).toMatchObject([{ playbook: 'rescue' }]);
  });

  it('ends what runs where the customer leaves and the play is cancelled by it', () => {
    const later = book('later', 'signals.usage <= -0.5');
    const stored = customer(-0.4, { memberships: [inside], treatments: [running] });
    const kept = compareCustomer(stored, comparison(later));
    expect(kept).toMatchObject({ left: [{ segment: 'usage-down' }], stops: [], noLonger: [] });
    const cancelling = { ...active.playbooks['rescue']!.program, onLeave: { mode: 'cancel' as const } };
    const rescue = { ...active.playbooks['rescue']!, program: cancelling };
    const pinned = { ...active, playbooks: { ...active.playbooks, rescue } };
    const found = compareCustomer(stored, { ...comparison(later), active: pinned });
    expect(found.stops).toMatchObject([{ treatmentId: running.id, how: 'ends' }]);
  });

  it('is a leave of a segment that the candidate does not have', () => {
    const without = { ...active, hash: 'without', segments: [] };
    const found = compareCustomer(customer(-0.4, { memberships: [inside] }), comparison(without));
    expect(found).toMatchObject({
      left: [{ segment: 'usage-down', reasons: [expect.stringContaining('no longer in the book')] }],
      crossings: [{ direction: 'exited' }],
    });
  });

  it('ends by the exits of the program a treatment is pinned to', () => {
    const program = {
      ...active.playbooks['rescue']!.program,
      exits: [{ id: 'out', when: "!('usage-down' in segments)", outcome: 'resolved' as const }],
    };
    const old = {
      ...active,
      hash: 'old',
      playbooks: { rescue: { ...active.playbooks['rescue']!, program } },
    };
    const later = book('later', 'signals.usage <= -0.5');
    const stored = customer(-0.4, { memberships: [inside], treatments: [{ ...running, bookHash: 'old' }] });
    const found = compareCustomer(stored, { ...comparison(later), pinned: { old } });
    expect(found.stops).toMatchObject([{ how: 'ends', why: expect.stringContaining('exit out') }]);
  });

  it('starts nothing for whoever is known by backfill alone', () => {
    const sooner = book('sooner', 'signals.usage <= -0.1');
    const known = customer(-0.2, { backfilledFrom: '1900-01-01T00:00:00.000Z' });
    const found = compareCustomer(known, comparison(sooner));
    expect(found).toMatchObject({ entered: [{ segment: 'usage-down' }], starts: [] });
  });
});
