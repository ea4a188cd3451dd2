import { evaluate } from '../../../domain/evaluate';
import { compiledBook, rawSignal, scoreDefinition } from '../../support/book-builder';
import { evaluationInput, fact } from '../../support/evaluated-customer';

const day = 86_400_000;
const now = Date.parse('2026-03-02T12:00:00.000Z');
const signals = [
  rawSignal('usage', { maximumAgeMs: 30 * day }),
  rawSignal('adoption', { maximumAgeMs: 30 * day }),
  rawSignal('champion', { source: 'success_notes', maximumAgeMs: 90 * day }),
  rawSignal('tickets', { source: 'support', maximumAgeMs: 10 * day }),
];
const book = (minimumSources: number) =>
  compiledBook({ signals, scores: [scoreDefinition({ minimumSources })] });

/** Signals by how many days ago they were heard of. */
const confidence = (heard: Readonly<Record<string, number>>, minimumSources = 2) => {
  const facts = Object.entries(heard).map(([name, ago]) =>
    fact(name, 1, new Date(now - ago * day).toISOString()),
  );
  return evaluate(evaluationInput(book(minimumSources), { signals: facts })).scores[0]?.confidence;
};

describe('the confidence of a score', () => {
  it('is whole with two fresh signals of two independent sources', () => {
    expect(confidence({ usage: 1, champion: 2 })).toBe(1);
  });

  it('is half with one lone signal, and with two of one source', () => {
    expect(confidence({ usage: 1 })).toBe(0.5);
    expect(confidence({ usage: 1, adoption: 1 })).toBe(0.5);
  });

  it('falls with the share of signals that have grown stale', () => {
    expect(confidence({ usage: 1, champion: 2, adoption: 31, tickets: 11 })).toBe(0.5);
    expect(confidence({ usage: 1, champion: 2, tickets: 11 })).toBeCloseTo(2 / 3, 12);
    expect(confidence({ usage: 31, champion: 91 })).toBe(0);
  });

  it('forgets what is older than twice its age: what ended long ago makes nobody doubtful', () => {
    expect(confidence({ usage: 1, champion: 2, tickets: 21 })).toBe(1);
  });

  it('asks for as many sources as the score does', () => {
    expect(confidence({ usage: 1 }, 1)).toBe(1);
    expect(confidence({ usage: 1, champion: 1 }, 3)).toBeCloseTo(2 / 3, 12);
  });

  it('is none where nothing is known', () => {
    expect(confidence({})).toBe(0);
  });
});
