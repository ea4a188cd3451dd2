import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Registry } from 'prom-client';
import type { Application } from '../application/application';
import type { BookTests } from '../application/publish-candidate';
import type { WhatIfEngine } from '../application/what-if/engine';
import type { CompiledBook } from '../domain/compiled-book';
import type { PolicyTest } from '../domain/policy-test';
import type { ReadBook } from '../ports/book-files/read-book';
import type { PaymentWebhookVerifier } from '../ports/payments/payment-events';
import type { ApiKeys } from './keys';

/** Fastify as our routes see it: requests are typed by their zod schemas. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Whether the process can do its work, and what each part it needs says. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

/** Everything the HTTP side is given. */
export interface ApiDependencies {
  readonly app: Application;
  readonly metrics: Registry;
  readonly readiness: () => Promise<Readiness>;
  readonly keys: ApiKeys;
  /** Checks and compiles a book from its texts by path. */
  readonly readBook: (texts: Readonly<Record<string, string>>) => Promise<ReadBook>;
  /** Plays a book's policy tests; absent = books are published without. */
  readonly testBook?: (candidate: {
    readonly book: CompiledBook;
    readonly tests: readonly PolicyTest[];
  }) => Promise<BookTests>;
  /** Absent = this server compares no books. */
  readonly whatIf?: WhatIfEngine;
  /** Absent = no payment provider is connected; its webhook answers 404. */
  readonly payments?: PaymentWebhookVerifier;
}
