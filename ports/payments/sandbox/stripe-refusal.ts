/** A request the sandbox refuses, thrown by a route and answered in Stripe's error form. */
export class StripeRefusal extends Error {
  override readonly name = 'StripeRefusal';

  constructor(
    readonly statusCode: number,
    message: string,
    readonly detail: { readonly type?: string; readonly code?: string; readonly param?: string } = {},
  ) {
    super(message);
  }

  /** The body Stripe's client reads. */
  body(): object {
    return { error: { type: 'invalid_request_error', ...this.detail, message: this.message } };
  }
}

/** Stripe's answer for an id it has never seen. */
export function noSuch(what: string, id: string): StripeRefusal {
  return new StripeRefusal(404, `No such ${what}: '${id}'`, { code: 'resource_missing', param: 'id' });
}
