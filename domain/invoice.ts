export const invoiceStates = ['open', 'paid', 'void', 'uncollectible'] as const;
export type InvoiceState = (typeof invoiceStates)[number];

/** One invoice as the billing signals and charge receipts have shown it. */
export interface Invoice {
  readonly id: string;
  /** Integer in the currency's minor unit (cents). */
  readonly amountMinor: number;
  /** ISO 4217, lower case as payment providers write it. */
  readonly currency: string;
  readonly state: InvoiceState;
  readonly firstFailureAt?: string;
  readonly lastFailureAt?: string;
  readonly declineCode?: string;
  readonly attempts: number;
}
