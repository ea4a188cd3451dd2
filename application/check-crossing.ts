import { nearest } from '../domain/book/nearest';
import type { CompiledBook } from '../domain/compiled-book';
import { kindOf } from '../domain/context';
import type { SegmentDefinition } from '../domain/segments/segment';
import type { Tier } from '../domain/words';
import { type SignalFault, timeFault } from './check-signal';
import { segmentsById } from '../domain/segments/by-id';

/** A ready-made crossing as a CDP or warehouse sends it. */
export interface CrossingInput {
  readonly id: string;
  /** Where the id comes from; (origin, id) is taken once. */
  readonly origin: string;
  /** The caller's id of the customer, or its key. */
  readonly customer: string;
  /** A segment whose source is external. */
  readonly segment: string;
  readonly direction: 'entered' | 'exited';
  /** When it happened; without it, `sequence` tells the order. */
  readonly occurredAt?: string;
  readonly sequence?: number;
  readonly fromTier?: Tier;
  readonly toTier?: Tier;
  readonly reasons?: readonly string[];
  readonly context?: string;
}

/** What keeps a crossing out, or undefined. */
export function crossingFault(
  book: CompiledBook,
  input: CrossingInput,
  now: string,
): SignalFault | undefined {
  const segment = segmentsById(book.segments).get(input.segment);
  if (!segment) return unknownSegment(book, input.segment);
  if (segment.source === 'evaluated') return evaluatedSegment(book, segment);
  if (segment.per !== undefined && kindOf(input.context) !== segment.per) return otherContext(segment);
  if (input.occurredAt !== undefined) return timeFault(input.occurredAt, now);
  if (input.sequence !== undefined) return undefined;
  const message = 'a crossing must say when it happened: send occurredAt, or sequence if the sender counts';
  return { code: 'orderMissing', message, field: 'occurredAt' };
}

function unknownSegment(book: CompiledBook, name: string): SignalFault {
  const external = book.segments.filter(({ source }) => source === 'external').map(({ id }) => id);
  const near = nearest(name, external);
  const meant = near === undefined ? '' : `did you mean "${near}"? Otherwise `;
  const fix =
    external.length > 0
      ? `${meant}send one of the external segments ${external.join(', ')}`
      : 'add an external segment to the book first';
  return {
    code: 'unknownSegment',
    message: `the book has no segment of this name: ${fix}`,
    field: 'segment',
  };
}

function otherContext({ id, per = '' }: SegmentDefinition): SignalFault {
  const message = `${id} is about one ${per}: send which, as context "${per}:<your id of it>"`;
  return { code: 'contextMissing', message, field: 'context' };
}

function evaluatedSegment(book: CompiledBook, segment: SegmentDefinition): SignalFault {
  const signals = signalsBehind(book, segment);
  const message = `${segment.id} is decided here from signals: send ${signals.join(', ') || 'the signals of its criteria'} instead`;
  return { code: 'evaluatedSegment', message, field: 'segment' };
}

/** The raw signals a segment's criteria rest on, through scores and derived signals. */
function signalsBehind(book: CompiledBook, segment: SegmentDefinition): string[] {
  const criteria = `${segment.entry ?? ''} ${segment.exit ?? ''}`;
  const dimensions = new Set(named(criteria, /\bscores\.(\w+)/g));
  const rules = book.scores
    .filter(({ dimension }) => dimensions.has(dimension))
    .flatMap(({ rules: all, scorecard }) => [
      ...all.map(({ when }) => when),
      ...(scorecard?.features ?? []).map(({ value }) => value),
    ]);
  const names = named([criteria, ...rules].join(' '), /\bsignals\.(\w+)/g);
  const invoices = /\binvoices\./.test(criteria) ? ['invoice_payment_failed', 'invoice_paid'] : [];
  const raw = [...names, ...invoices].map((name) => {
    const definition = book.signals[name];
    return definition?.kind === 'derived' ? definition.of : name;
  });
  return [...new Set(raw)];
}

function named(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap((match) => (match[1] === undefined ? [] : [match[1]]));
}
