import type { Embedded } from './embedded';

/** Prints where everything is and what to try next. */
export function announce(
  embedded: Embedded,
  about: { readonly demo: boolean; readonly folder: string },
): void {
  console.log(
    [
      '',
      about.demo ? 'Tideline is up, with a clock of twenty seconds a day.' : 'Tideline is up.',
      '',
      `  Temporal UI      ${treatmentsIn(embedded)}`,
      `  API              ${embedded.url}   (docs: ${embedded.url}/docs)`,
      `  mail catcher     ${embedded.mailUrl}`,
      `  payment sandbox  ${embedded.sandboxUrl}`,
      `  local key        ${embedded.token}`,
      `  book             ${embedded.book.hash}${embedded.book.changed ? ' (just published)' : ''}`,
      `  data and logs    ${about.folder}`,
      '',
      ...(about.demo ? demoLines(embedded) : tryNext),
      '',
      'Ctrl-C stops everything; running treatments go on at the next start.',
      '',
    ].join('\n'),
  );
}

const tryNext = [
  'What to try next (in another terminal):',
  '',
  '  # a payment fails: the payment cure starts within a second; watch it in the Temporal UI',
  '  npm run -s tideline -- signal send sample-0001 invoice_payment_failed true --context invoice:in_1 \\',
  '    --data invoice=in_1 --data amountMinor=4900 --data currency=usd --data declineCode=insufficient_funds',
  '  npm run -s tideline -- treatments list',
  '',
  '  # the customer pays: everything stops at once',
  '  npm run -s tideline -- signal send sample-0001 invoice_paid true --context invoice:in_1 --data invoice=in_1',
  '',
  '  # usage falls in the week the champion leaves: the save play starts and will ask you to approve its plan',
  '  npm run -s tideline -- signal send sample-0002 usage_change_30d -0.45',
  '  npm run -s tideline -- signal send sample-0002 champion_departed true',
  '  npm run -s tideline -- approvals list',
];

function demoLines(embedded: Embedded): string[] {
  return [
    'The story is told below as it happens: a failed payment is cured by a new card, and a save play waits for you.',
    `Watch it in the Temporal UI: ${treatmentsIn(embedded)}`,
    'On the page of a treatment the tab "User Metadata" says why it started, where it is and what comes next.',
    'Its own command line, in another terminal: npm run -s tideline -- treatments list',
  ];
}

// The list with treatments alone; the scheduled workflows of operations would bury them.
function treatmentsIn({ uiUrl }: Embedded): string {
  return `${uiUrl}/namespaces/default/workflows?query=${encodeURIComponent('Playbook IS NOT NULL')}`;
}
