import { inCheckout } from '../../../config/command-line';
import type { Character } from '../character';
import { tell } from '../line';
import type { Beat } from '../story';

interface Issue {
  readonly id: string;
  readonly topic: string;
  readonly cases: number;
}

/** Waits until complaints about one topic have become one issue of the product. */
export function becomesProductIssue(last: Character, { topic, cases }: Omit<Issue, 'id'>): Beat {
  return async ({ stage }) => {
    const issue = await stage.untilKnown(async () => {
      const { issues } = (await stage.api('GET', '/v1/product-issues')) as { issues: Issue[] };
      return issues.find((one) => one.topic === topic && one.cases >= cases);
    });
    tell(
      stage,
      last,
      `▸ ${issue.cases} complaints about ${topic} within a month are one issue for the product team:`,
      `${inCheckout} product-issues show ${issue.id}`,
    );
    return 'next';
  };
}
