import type { CustomerSignal, SignalValue } from '../../domain/signals/signal';

/** What a table says of one customer. */
export interface TableCustomer {
  readonly attributes: Readonly<Record<string, SignalValue>>;
  readonly signals: readonly Pick<CustomerSignal, 'id' | 'name' | 'value' | 'occurredAt'>[];
}
