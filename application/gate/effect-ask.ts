import { requestKey } from '../../domain/ids';
import type { EffectSpec } from '../../domain/program';

/** One request for one effect on one target. */
export interface EffectAsk {
  readonly treatmentId: string;
  readonly customerKey: string;
  readonly step: string;
  readonly path: string;
  readonly effect: EffectSpec;
  readonly notAfter?: string;
  /** Of charges: the invoice to charge. */
  readonly invoiceId?: string;
  /** Of offers: the amount computed from the pinned expression. */
  readonly amount?: number;
}

/** The key under which the ask is stored; asking again with the same one never allocates anything new. */
export function requestKeyOf(ask: EffectAsk): string {
  return requestKey(ask.treatmentId, ask.step, ask.path, targetOf(ask));
}

// A message's target is the role, not the contact now holding it: a new champion must not get a second copy.
export function targetOf({ effect, invoiceId }: EffectAsk): string {
  switch (effect.kind) {
    case 'message':
      return `${effect.to}:${effect.channel}`;
    case 'banner':
      return `banner:${effect.template}`;
    case 'notify':
      return `queue:${effect.queue}`;
    case 'offer':
      return `offer:${effect.offer}`;
    case 'suppress':
      return `suppress:${effect.channel}:${effect.class}`;
    case 'hold':
      return `hold:${effect.what}`;
    case 'record':
      return `record:${effect.field}`;
    case 'charge':
      return `invoice:${invoiceId ?? ''}`;
  }
}
