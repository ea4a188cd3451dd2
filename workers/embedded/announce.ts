import { inCheckout } from '../../config/command-line';
import type { ActivatedBook } from './activate-book';
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
      `  API              ${embedded.url}   (docs: ${embedded.url}/docs; sign in with any name, the key as password)`,
      `  mail catcher     ${embedded.mailUrl}`,
      `  payment sandbox  ${embedded.sandboxUrl}`,
      `  local key        ${embedded.token}`,
      `  book             ${bookLine(embedded.book)}`,
      `  data and logs    ${about.folder}`,
      '',
      ...(about.demo ? demoLines : tryNext),
      '',
      'Ctrl-C stops everything; running treatments go on at the next start.',
      '',
    ].join('\n'),
  );
}

const run = `  ${inCheckout}`;

/** Which book is active, and how to go back to the folder's where it is another. */
export function bookLine({ hash, changed, folder, folderHash }: ActivatedBook): string {
  if (changed) return `${hash} (just published)`;
  if (hash === folderHash) return hash;
  return `${hash} (published since; ${folder} has ${folderHash}: \`npm run -s tideline -- book publish ${folder}\` makes it active again)`;
}

const tryNext = [
  'What to try next (in another terminal). The sample base came with save plays of its own; GROUP in the list says',
  'which are treated and which are the control group, drawn by chance and only observed.',
  '',
  '  # a payment fails: the payment cure starts within a second; watch it in the Temporal UI',
  `${run} signal send sample-0001 invoice_payment_failed true --context invoice:in_1 \\`,
  '    --data invoice=in_1 --data amountMinor=4900 --data currency=usd --data declineCode=insufficient_funds',
  `${run} treatments list`,
  '',
  '  # the customer pays: everything stops at once',
  `${run} signal send sample-0001 invoice_paid true --context invoice:in_1 --data invoice=in_1`,
  '',
  '  # usage falls in the week the champion leaves: the save play starts',
  '  # (if the list says control group, one in seven is: take sample-0004 instead)',
  `${run} signal send sample-0002 usage_change_30d -0.45`,
  `${run} signal send sample-0002 champion_departed true`,
  `${run} treatments list --customer sample-0002`,
  '',
  '  # people lead it: an executive calls, then an owner is named; each is a task, open once the one before is done',
  `${run} tasks list --customer sample-0002`,
  `${run} tasks complete TASK-ID`,
  '',
  '  # with both done it asks you to approve its plan; approved, the plan goes out by mail by day, as the customer’s clock goes',
  `${run} approvals list`,
  `${run} approvals approve APPROVAL-ID`,
];

const demoLines = [
  'The stories are told below as they happen, each playbook in one of them; docs/demo.md lists them. ▸ is what',
  'Tideline does and waits for, ■ how a treatment ended. After half a minute a plan waits for YOU: what to type',
  'is printed then. On the page of a treatment in the Temporal UI the tab "User Metadata" says why it started,',
  'where it is, what it waits for and what comes next.',
  '',
  'In another terminal:',
  `${run} treatments list`,
  `${run} customer timeline demo-juniper`,
];

// The list with treatments alone; the scheduled workflows of operations would bury them.
function treatmentsIn({ uiUrl }: Embedded): string {
  return `${uiUrl}/namespaces/default/workflows?query=${encodeURIComponent('Playbook IS NOT NULL')}`;
}
