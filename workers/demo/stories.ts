import type { Story } from './story';
import { accessRestore } from './stories/access-restore';
import { accountChange } from './stories/account-change';
import { billingDispute } from './stories/billing-dispute';
import { checkIn } from './stories/check-in';
import { disputeResponse } from './stories/dispute-response';
import { expansionRescue } from './stories/expansion-rescue';
import { fraudCleared } from './stories/fraud-cleared';
import { fraudHeld } from './stories/fraud-held';
import { grow } from './stories/grow';
import { looping } from './stories/looping';
import { maintain } from './stories/maintain';
import { onboardingRescue } from './stories/onboarding-rescue';
import { paymentCure } from './stories/payment-cure';
import { renewalWatch } from './stories/renewal-watch';
import { reputationRecovery } from './stories/reputation-recovery';
import { savePlay } from './stories/save-play';
import { winBackGivesUp, winBackLetGo } from './stories/win-back';

/** In the order in which they begin: what asks for the reader first, what is slow before what is quick. */
export const stories: readonly Story[] = [
  savePlay,
  paymentCure,
  fraudCleared,
  fraudHeld,
  expansionRescue,
  reputationRecovery,
  winBackGivesUp,
  winBackLetGo,
  checkIn,
  onboardingRescue,
  looping,
  accessRestore,
  accountChange,
  billingDispute,
  disputeResponse,
  renewalWatch,
  grow,
  maintain,
];
