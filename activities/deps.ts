import type { Application } from '../application/application';
import { gateParts, type GateParts } from '../application/gate/gate-parts';
import type { CompiledTemplate } from '../domain/compiled-book';
import type { LinkName } from '../domain/links';
import type { EmailChannel } from '../ports/channels/email';
import type { PaymentGateway } from '../ports/payments/payment-gateway';
import type { RenderedTemplate } from '../ports/templates/template';

/** Links a message may carry, by the name templates use. */
export type Links = Readonly<Record<LinkName, string>>;

/** What the activities are given by the composition. */
export interface TreatmentActivityDeps {
  readonly app: Application;
  readonly email: EmailChannel;
  readonly payments: PaymentGateway;
  readonly render: (template: CompiledTemplate, variables: object) => RenderedTemplate;
  /** Links for one customer's messages, such as `updateCard`. */
  readonly links: (about: { readonly customerKey: string; readonly treatmentId: string }) => Links;
  /** Raw Temporal signals count as decisions and controls; on in the local default only. */
  readonly trustUnsigned: boolean;
  /** Absent = the gate as production runs it. */
  readonly gate?: GateParts;
}

/** The gate of these activities. */
export function gateOf(deps: TreatmentActivityDeps): GateParts {
  return deps.gate ?? gateParts;
}
