import { actionKinds } from '../../domain/book/action-names';
import { didYouMean } from '../../domain/book/nearest';
import { inside, type Place, type Report } from '../../domain/book/report';
import type { CompiledBook } from '../../domain/compiled-book';
import type { Op } from '../../domain/program';
import { type GivenValue, typeOfGiven } from '../../domain/policy-test';
import type { SignalType } from '../../domain/signals/signal';
import type { GivenCustomer, Responses } from './responses';

/** Reports every name of a responses file that the book does not have. */
export function checkResponses(
  responses: Responses,
  place: Place,
  { book, report }: { readonly book: CompiledBook; readonly report: Report },
): void {
  const known = knownIn(report);
  const playbook = book.playbooks[responses.playbook];
  known('playbook', responses.playbook, Object.keys(book.playbooks), inside(place, 'responses'));
  const instructions = playbook?.program.instructions ?? [];
  const stepsOf = (...ops: Op[]): string[] =>
    instructions.filter(({ op }) => ops.length === 0 || ops.includes(op)).map((one) => one.step);
  const [steps, asking, working] = [stepsOf(), stepsOf('approve'), stepsOf('task', 'plan')];
  const step = (id: string | undefined, ...keys: (string | number)[]): void => {
    if (playbook && id !== undefined && id !== '') known('step', id, steps, inside(place, ...keys));
  };
  const stepThat = (
    does: string,
    id: string | undefined,
    among: string[],
    ...keys: (string | number)[]
  ): void => {
    if (id === undefined || !steps.includes(id)) return step(id, ...keys);
    known(`step that ${does}`, id, among, inside(place, ...keys));
  };
  responses.approvals.forEach((one, at) =>
    stepThat('asks for an approval', one.step, asking, 'approvals', at, 'step'),
  );
  responses.tasks.forEach((one, at) => stepThat('gives a task', one.step, working, 'tasks', at, 'step'));
  Object.keys(responses.minutes.steps).forEach((id) => step(id, 'minutes', 'steps', id));
  responses.events.forEach(({ from, facts }, at) => {
    step(from, 'events', at, 'from');
    facts.forEach((fact, index) =>
      checkFact(fact, inside(place, 'events', at, 'facts', index), { book, report }),
    );
  });
  const { queues, approvals, retry } = book.policies;
  const kinds = [...queues, ...Object.keys(approvals)];
  for (const kind of Object.keys(responses.minutes.kinds))
    known('queue or approval policy', kind, kinds, inside(place, 'minutes', 'kinds', kind));
  const codes = Object.values(retry.classes).flatMap((one) => one.codes);
  for (const code of Object.keys(responses.payments.declines))
    known('decline code', code, codes, inside(place, 'payments', 'declines', code));
  for (const kind of Object.keys(responses.costs.effects))
    known('kind of effect', kind, actionKinds, inside(place, 'costs', 'effects', kind));
  if (responses.given) checkCustomer(responses.given, inside(place, 'given'), { book, report });
}

/** As `checkResponses`, for a customer and its facts. */
export function checkCustomer(
  { customer, signals, crossings }: GivenCustomer,
  place: Place,
  { book, report }: { readonly book: CompiledBook; readonly report: Report },
): void {
  const known = knownIn(report);
  const types: Readonly<Record<string, SignalType>> = { name: 'string', zone: 'string', ...book.attributes };
  for (const [name, value] of Object.entries(customer)) {
    const at = inside(place, 'customer', name);
    if (known('customer attribute', name, Object.keys(types), at) && typeof value !== types[name])
      report.error(at, { message: `${name} is a ${types[name]}, this is a ${typeof value}` });
  }
  signals.forEach((fact, at) => checkFact(fact, inside(place, 'signals', at), { book, report }));
  const segments = book.segments.map(({ id }) => id);
  crossings.forEach(({ segment }, at) =>
    known('segment', segment, segments, inside(place, 'crossings', at, 'segment')),
  );
}

function checkFact(
  { name, value }: { readonly name: string; readonly value: GivenValue },
  place: Place,
  { book, report }: { readonly book: CompiledBook; readonly report: Report },
): void {
  if (!knownIn(report)('signal', name, Object.keys(book.signals), inside(place, 'name'))) return;
  const definition = book.signals[name];
  if (definition?.kind === 'derived') {
    report.error(inside(place, 'name'), {
      message: `"${name}" is derived: it cannot be sent`,
      hint: `send ${definition.of}`,
    });
  } else if (definition && typeOfGiven(value) !== definition.type) {
    report.error(inside(place, 'value'), {
      message: `${name} is a ${definition.type}, this is a ${typeOfGiven(value)}`,
    });
  }
}

function knownIn(report: Report) {
  return (what: string, name: string, valid: readonly string[], place: Place): boolean => {
    if (valid.includes(name)) return true;
    report.error(place, { message: `the book has no ${what} "${name}"`, hint: didYouMean(name, valid) });
    return false;
  };
}
