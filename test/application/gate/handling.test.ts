import path from 'node:path';
import type { CompiledBook } from '../../../domain/compiled-book';
import type { Instruction } from '../../../domain/program';
import type { SegmentDefinition } from '../../../domain/segments/segment';
import { readBook } from '../../../ports/book-files/read-book';
import { runPolicyTest } from '../../../simulation/policy-tests';
import { gateBook } from '../../support/gate-book';
import { gateStage, openOutside, type Outside } from '../../support/gate-stage';

const day = 86_400_000;

/** The book whose payment segment changes what the given levels say. */
function withChanges(book: CompiledBook, changes: SegmentDefinition['changes']): CompiledBook {
  const { contact } = book.policies;
  return {
    ...book,
    hash: `${book.hash}-${Object.values(changes).join('-')}`,
    segments: book.segments.map((segment) =>
      segment.id === 'payment-failed' ? { ...segment, changes } : segment,
    ),
    policies: {
      ...book.policies,
      contact: { ...contact, frequencies: { monthly: { messages: 1, periodMs: 30 * day } } },
      eligibility: {
        everybody: ['credit'],
        levels: { growth: { adds: ['discount'], removes: [] }, nothing: { adds: [], removes: ['credit'] } },
      },
    },
  };
}

const tips = {
  kind: 'message',
  template: 'update',
  channel: 'email',
  class: 'marketing',
  to: 'billing',
} as const;
const offer = (name: string) => ({ kind: 'offer', offer: name, amount: '10.0' }) as const;

describe("the gate reads a customer's handling", () => {
  let outside: Outside;
  beforeAll(async () => {
    outside = await openOutside();
  });
  afterAll(() => outside.close());

  const stageWith = async (changes: SegmentDefinition['changes']) => {
    const stage = await gateStage(outside, { book: withChanges(gateBook(), changes) });
    await stage.query(
      `INSERT INTO consents (customer_key, channel, class, granted, source, at)
       VALUES ($1, 'email', 'marketing', true, 'test', now())`,
      [stage.customerKey],
    );
    return stage;
  };

  it('and counts marketing over its contact frequency, four weeks back, naming the segment', async () => {
    const stage = await stageWith({ contactFrequency: 'monthly' });
    const first = await stage.activities.sendMessage(stage.command('first', tips));
    expect(first).toMatchObject({ status: 'done' });
    stage.app.clock.advance(29 * day);
    const second = await stage.activities.sendMessage(stage.command('second', tips));
    expect(second).toMatchObject({ status: 'deferred', code: 'frequencyCap' });
    expect(JSON.stringify(second)).toContain('the contact frequency monthly of payment-failed');
  });

  it('and makes no offer that is not open to the customer', async () => {
    const nothing = await stageWith({ eligibility: 'nothing' });
    const make = (stage: typeof nothing, name: string) =>
      stage.activities.makeOffer(stage.command(`offer-${name}`, offer(name), { amount: 10 }));
    expect(await make(nothing, 'credit')).toMatchObject({ status: 'refused', code: 'notEligible' });
    const growth = await stageWith({ eligibility: 'growth' });
    expect(await make(growth, 'discount')).toMatchObject({ status: 'done' });
  });

  it('and weighs everything by the stakes a segment asks for', async () => {
    const book = withChanges(gateBook(), { stakes: 'high' });
    const careful = {
      ...book,
      policies: { ...book.policies, allowedActions: { ...book.policies.allowedActions, high: ['notify'] } },
    };
    const stage = await gateStage(outside, { book: careful });
    const notice = { ...tips, class: 'transactional' } as const;
    expect(await stage.activities.sendMessage(stage.command('notice', notice))).toMatchObject({
      status: 'refused',
      code: 'actionNotAllowed',
      why: 'allowedActions.high in policies.yaml does not list message',
    });
  });

  it('and writes with the topic and depth of its segments', async () => {
    const book = withChanges(gateBook(), { topic: 'checkout' });
    const text = 'On {{ content.topic }}, {{ content.depth }}{{ content.tone }}.';
    const wordy = {
      ...book,
      segments: book.segments.map((segment) => ({
        ...segment,
        layer: 'intent',
        automationScope: { words: 'full', depth: 'brief' },
      })),
      templates: { ...book.templates, update: { id: 'update', subject: 'Hi', text } },
    };
    const stage = await gateStage(outside, { book: wordy });
    await stage.activities.sendMessage(stage.command('notice', { ...tips, class: 'transactional' }));
    expect(outside.catcher.messages().at(-1)?.text).toContain('On checkout, brief.');
  });

  it('in virtual time too', async () => {
    const read = await readBook(path.join(__dirname, '../../../config/book'));
    if (!read.ok) throw new Error('the shipped book does not load');
    const test = read.tests.find(({ name }) => name === 'the second retry succeeds');
    if (!test) throw new Error('the shipped book has no such test');
    const offering = offersFirst(read.book);
    const refusals = [{ step: 'notice', code: 'notEligible' }];
    const expected = { ...test, expect: { ...test.expect, effects: undefined, refusals } };
    expect(runPolicyTest(withChanges(offering, { eligibility: 'nothing' }), expected).faults).toEqual([]);
    expect(runPolicyTest(withChanges(offering, { eligibility: 'growth' }), expected).passed).toBe(false);
  });
});

/** The shipped book whose payment cure begins with an offer instead of its notice, allowed by its segment. */
function offersFirst(book: CompiledBook): CompiledBook {
  const cure = book.playbooks['payment-cure'];
  if (!cure) throw new Error('the shipped book has no payment cure');
  const first = (instruction: Instruction): Instruction =>
    instruction.op === 'effect' && instruction.step === 'notice'
      ? { op: 'effect', step: 'notice', summary: 'Offer', effect: offer('credit') }
      : instruction;
  const program = { ...cure.program, instructions: cure.program.instructions.map(first) };
  return {
    ...book,
    segments: book.segments
      .filter(({ id }) => id === 'payment-failed')
      .map((segment) => ({ ...segment, allowedActions: [], forbiddenActions: [] })),
    playbooks: { 'payment-cure': { ...cure, program } },
  };
}
