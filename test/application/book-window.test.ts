import { windowOf } from '../../application/book-window';
import { compiledBook, derivedSignal, playbookDefinition, rawSignal } from '../support/book-builder';

const day = 86_400_000;
const asOf = '2026-03-10T00:00:00.000Z';
const daysBack = (instant: string) => (Date.parse(asOf) - Date.parse(instant)) / day;

describe('how far back facts are read', () => {
  const signals = (...derived: ReturnType<typeof derivedSignal>[]) =>
    daysBack(windowOf(compiledBook({ signals: [rawSignal('a'), ...derived] }), asOf).signalsSince);

  it('is twice the longest age, since confidence asks what has grown stale, or the longest window, and a year more where one is compared with last year', () => {
    expect(signals()).toBe(60);
    expect(signals(derivedSignal('d', 'a', { windowMs: 365 * day }))).toBe(365);
    expect(signals(derivedSignal('d', 'a', { windowMs: 30 * day, against: 'lastYear' }))).toBe(395);
  });

  it('is the longest cool-down for closed treatments', () => {
    const book = compiledBook({ playbooks: [playbookDefinition('p', { coolDownMs: 90 * day })] });
    expect(daysBack(windowOf(book, asOf).closedSince)).toBe(90);
  });
});
