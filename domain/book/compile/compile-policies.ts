import type { Policies } from '../../policies';
import type { SignalType } from '../../signals/signal';
import { actionKinds } from '../action-names';
import { checkEconomics } from '../checks/economics';
import { checkPolicyLevels } from '../checks/policy-levels';
import { checkUse } from '../checks/use';
import { inside, type Place } from '../report';
import type { PoliciesSource } from '../schema/policies-schema';
import { compileFrequencies, compileLevels } from './compile-levels';
import type { BookContext } from './context';

const loadable = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    // RangeError: the zone is not in the calendar.
    return false;
  }
};

/** Compiles policies.yaml, already parsed because the names of roles and queues come from it. */
export function compilePolicies(source: PoliciesSource, place: Place, context: BookContext): Policies {
  checkReferences(source, place, context);
  const { contact, value, approvals, retry, stormBreaker } = source;
  return {
    value: {
      amount: value.amount,
      strategic: value.strategic,
      floors: value.floors,
      percentiles: value.percentiles,
    },
    ...(source.economics && { economics: source.economics }),
    contact: {
      quietHours: contact.quietHours,
      frequencyCap: {
        messages: contact.frequencyCap.messages,
        periodMs: contact.frequencyCap.period,
        classes: contact.frequencyCap.classes,
      },
      ...compileFrequencies(contact),
      defaultZone: contact.defaultZone ?? source.zone,
      businessHours: contact.businessHours,
      sender: contact.sender,
      roles: contact.roles,
    },
    ...compileLevels(source),
    budgets: source.budgets,
    allowedActions: source.allowedActions,
    ...(source.confidence && { confidence: source.confidence }),
    approvals: Object.fromEntries(
      Object.entries(approvals).map(([id, { roles, remindAfter, expireAfter, approvers }]) => [
        id,
        {
          id,
          roles,
          remindAfterMs: remindAfter,
          expireAfterMs: expireAfter,
          ...(approvers > 1 && { approvers }),
        },
      ]),
    ),
    ...customerPolicies(source),
    roles: source.roles,
    waiveRoles: source.waiveRoles,
    queues: source.queues,
    ...(source.capacity && { capacity: source.capacity }),
    operationsQueue: source.operationsQueue,
    holdout: source.holdout,
    stormBreaker: { factor: stormBreaker.factor, floor: stormBreaker.floor, windowMs: stormBreaker.window },
    retry: {
      unknown: retry.unknown,
      classes: Object.fromEntries(
        Object.entries(retry.classes).map(([id, { codes, action, waits }]) => [
          id,
          { codes, action, waitsMs: waits },
        ]),
      ),
    },
    dryRun: source.dryRun,
  };
}

function customerPolicies({ blocklist, humanRequest, identities }: PoliciesSource): Partial<Policies> {
  return {
    ...(identities && { identities: { waitMs: identities.waitFor } }),
    ...(blocklist && {
      blocklist: {
        signal: blocklist.signal,
        roles: blocklist.roles,
        longestMs: blocklist.longest,
        networks: blocklist.networks,
      },
    }),
    ...(humanRequest && {
      humanRequest: {
        signal: humanRequest.signal,
        queue: humanRequest.queue,
        title: humanRequest.title,
        dueMs: humanRequest.due,
      },
    }),
  };
}

function checkReferences(source: PoliciesSource, place: Place, context: BookContext): void {
  const { report } = context;
  const { value, approvals, allowedActions, retry } = source;
  for (const [key, wanted] of [
    ['amount', 'number'],
    ['strategic', 'bool'],
  ] as const) {
    const at = inside(place, 'value', key);
    const valued = context.expression(value[key], wanted, 'value', at);
    if (valued) checkUse(valued, ['risk', 'routing'], "in the customer's value", { place: at, context });
  }
  for (const [key, one] of [
    ['floors', 'floor'],
    ['percentiles', 'percentile'],
  ] as const) {
    if (!report.holed(inside(place, 'value', key)) && value[key].medium > value[key].high)
      report.error(inside(place, 'value', key, 'medium'), {
        message: `the ${one} of medium is above that of high`,
      });
  }
  checkEconomics(source, inside(place, 'economics'), context);
  checkClock(source, place, context);
  checkPolicyLevels(source, place, context);
  for (const [id, policy] of Object.entries(approvals)) {
    policy.roles.forEach((role, index) =>
      context.known('role', role, source.roles, inside(place, 'approvals', id, 'roles', index)),
    );
    if (!report.holed(inside(place, 'approvals', id)) && policy.remindAfter >= policy.expireAfter) {
      report.error(inside(place, 'approvals', id, 'remindAfter'), {
        message: 'the reminder comes after the approval has expired',
      });
    }
  }
  checkFactPolicies(source, place, context);
  for (const queue of Object.keys(source.capacity?.tasks ?? {}))
    context.known('queue', queue, source.queues, inside(place, 'capacity', 'tasks', queue));
  source.waiveRoles.forEach((role, index) =>
    context.known('role', role, source.roles, inside(place, 'waiveRoles', index)),
  );
  context.known('queue', source.operationsQueue, source.queues, inside(place, 'operationsQueue'));
  for (const [stakes, actions] of Object.entries(allowedActions)) {
    actions.forEach((action, index) =>
      context.known('kind of effect', action, actionKinds, inside(place, 'allowedActions', stakes, index)),
    );
  }
  context.known(
    'decline class',
    retry.unknown,
    Object.keys(retry.classes),
    inside(place, 'retry', 'unknown'),
  );
  checkDeclineCodes(source, place, context);
}

function checkFactPolicies(source: PoliciesSource, place: Place, context: BookContext): void {
  const { blocklist, humanRequest, roles, queues } = source;
  if (blocklist) {
    const at = inside(place, 'blocklist');
    checkRaw(blocklist.signal, 'string', inside(at, 'signal'), context);
    blocklist.roles.forEach((role, index) => context.known('role', role, roles, inside(at, 'roles', index)));
  }
  if (humanRequest) {
    const at = inside(place, 'humanRequest');
    checkRaw(humanRequest.signal, 'boolean', inside(at, 'signal'), context);
    context.known('queue', humanRequest.queue, queues, inside(at, 'queue'));
  }
}

function checkRaw(
  signal: string,
  type: SignalType,
  place: Place,
  { names, report, known }: BookContext,
): void {
  if (!known('signal', signal, Object.keys(names.signals), place)) return;
  const definition = names.signals[signal];
  if (!definition || names.untyped.has(signal)) return;
  if (definition.kind === 'raw' && definition.type === type) return;
  report.error(place, {
    message: `this must be a raw signal of type ${type}, and ${signal} is a ${definition.kind} ${definition.type}`,
  });
}

function checkClock(source: PoliciesSource, place: Place, { report }: BookContext): void {
  const { contact } = source;
  for (const [key, zone] of [
    ['zone', source.zone],
    ['contact.defaultZone', contact.defaultZone],
  ] as const) {
    if (zone !== undefined && !loadable(zone))
      report.error(inside(place, ...key.split('.')), {
        message: `there is no zone "${zone}"`,
        hint: "write a name such as 'Europe/Berlin'",
      });
  }
  const readable = (key: string): boolean => !report.holed(inside(place, 'contact', key));
  if (readable('quietHours') && contact.quietHours.from >= contact.quietHours.until) {
    report.error(inside(place, 'contact', 'quietHours', 'until'), {
      message: 'messages may go out between from and until, so until must be later',
    });
  }
  if (readable('businessHours') && contact.businessHours.from >= contact.businessHours.until) {
    report.error(inside(place, 'contact', 'businessHours', 'until'), {
      message: 'meetings are held between from and until, so until must be later',
    });
  }
}

function checkDeclineCodes({ retry }: PoliciesSource, place: Place, { report }: BookContext): void {
  const classOf = new Map<string, string>();
  for (const [id, { codes, action, waits }] of Object.entries(retry.classes)) {
    codes.forEach((code, index) => {
      const other = classOf.get(code);
      if (other !== undefined)
        report.error(inside(place, 'retry', 'classes', id, 'codes', index), {
          message: `"${code}" is in the class ${other} already`,
        });
      classOf.set(code, id);
    });
    if (action === 'retry' && waits.length === 0) {
      report.error(inside(place, 'retry', 'classes', id, 'action'), {
        message: 'a class that is retried needs waits',
        hint: 'add waits: [24h, 72h]',
      });
    }
  }
}
