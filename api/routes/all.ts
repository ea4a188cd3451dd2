import type { AddRoutes } from '../build-server';
import { paymentWebhookRoutes } from '../webhooks/payments';
import { approvalRoutes } from './approvals';
import { auditRoutes } from './audit';
import { blocklistRoutes } from './blocklist';
import { bookRoutes } from './books';
import { crossingRoutes } from './crossings';
import { customerMergeRoutes } from './customer-merge';
import { customerScoreRoutes } from './customer-scores';
import { customerRoutes } from './customers';
import { healthRoutes } from './health';
import { killSwitchRoutes } from './kill-switches';
import { productIssueRoutes } from './product-issues';
import { publicationRoutes } from './publications';
import { retentionRoutes } from './retention';
import { segmentRoutes } from './segments';
import { signalRoutes } from './signals';
import { stormBreakerRoutes } from './storm-breaker';
import { sweepRoutes } from './sweep';
import { taskRoutes } from './tasks';
import { treatmentActRoutes } from './treatment-acts';
import { treatmentEventRoutes } from './treatment-events';
import { treatmentRoutes } from './treatments';
import { unresolvedRoutes } from './unresolved';
import { whatIfRoutes } from './what-if';

/** Every resource's routes. */
export const routes: readonly AddRoutes[] = [
  signalRoutes,
  crossingRoutes,
  customerRoutes,
  customerScoreRoutes,
  customerMergeRoutes,
  unresolvedRoutes,
  treatmentRoutes,
  treatmentEventRoutes,
  treatmentActRoutes,
  approvalRoutes,
  taskRoutes,
  retentionRoutes,
  productIssueRoutes,
  blocklistRoutes,
  killSwitchRoutes,
  segmentRoutes,
  stormBreakerRoutes,
  sweepRoutes,
  whatIfRoutes,
  publicationRoutes,
  bookRoutes,
  auditRoutes,
  paymentWebhookRoutes,
  healthRoutes,
];
