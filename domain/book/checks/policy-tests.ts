import { isOne } from '../../context';
import { type PolicyTest, type TestSignal, typeOfGiven } from '../../policy-test';
import { aboutOf } from '../../signals/signal';
import type { BookFile } from '../book-file';
import type { BookContext } from '../compile/context';
import { parsePart } from '../parse-part';
import { inside, type Place } from '../report';
import { policyTestSchema } from '../schema/policy-test-schema';

/** Parses the policy tests and checks the names they use; running them is the simulation's part. */
export function checkTests(files: readonly BookFile[], context: BookContext): PolicyTest[] {
  return files.flatMap((file) => {
    const place: Place = { file, path: [] };
    const test = parsePart(policyTestSchema, file.tree, place, context.report);
    if (!test) return [];
    checkNames(test, place, context);
    return [test];
  });
}

function checkNames(
  { playbook, context: about, given, expect }: PolicyTest,
  place: Place,
  context: BookContext,
): void {
  const { names } = context;
  if (playbook !== undefined)
    context.known('playbook', playbook, names.playbooks.keys(), inside(place, 'playbook'));
  if (about !== undefined && playbook === undefined)
    context.report.error(inside(place, 'context'), {
      message: 'the context says which treatment is looked at, and no playbook is named',
      hint: 'name the playbook, or leave the context out',
    });
  const attributes = (customer: object, ...path: (string | number)[]): void => {
    for (const name of Object.keys(customer)) {
      if (name === 'name' || name === 'zone') continue;
      context.known(
        'customer attribute',
        name,
        Object.keys(names.attributes),
        inside(place, 'given', ...path, 'customer', name),
      );
    }
  };
  attributes(given.customer);
  given.changes?.forEach(({ customer }, index) => attributes(customer, 'changes', index));
  given.signals.forEach((signal, index) =>
    checkGivenSignal(signal, inside(place, 'given', 'signals', index), context),
  );
  given.cohorts?.forEach(({ policy }, index) =>
    context.known(
      'approval policy',
      policy,
      names.approvals,
      inside(place, 'given', 'cohorts', index, 'policy'),
    ),
  );
  const segment = (id: string, ...path: (string | number)[]): void =>
    void context.known('segment', id, names.segments, inside(place, ...path));
  given.crossings.forEach(({ segment: id }, index) => segment(id, 'given', 'crossings', index, 'segment'));
  expect.segments?.forEach((id, index) => segment(id, 'expect', 'segments', index));
  expect.neverIn.forEach((id, index) => segment(id, 'expect', 'neverIn', index));
  expect.entered.forEach(({ segment: id }, index) => segment(id, 'expect', 'entered', index, 'segment'));
  expect.left?.forEach(({ segment: id }, index) => segment(id, 'expect', 'left', index, 'segment'));
  expect.escalated?.forEach(({ segment: id }, index) => segment(id, 'expect', 'escalated', index, 'segment'));
}

function checkGivenSignal(
  { name, value, context: about }: TestSignal,
  at: Place,
  context: BookContext,
): void {
  const { names, report } = context;
  if (!context.known('signal', name, Object.keys(names.signals), inside(at, 'name'))) return;
  const definition = names.signals[name];
  if (definition?.kind === 'derived') {
    report.error(inside(at, 'name'), {
      message: `"${name}" is derived: it cannot be sent`,
      hint: `send ${definition.of}`,
    });
    return;
  }
  if (definition && !names.untyped.has(name) && typeOfGiven(value) !== definition.type) {
    report.error(inside(at, 'value'), {
      message: `${name} is a ${definition.type}, this is a ${typeOfGiven(value)}`,
    });
  }
  const kind = aboutOf(definition);
  if (kind !== undefined && !isOne(about, kind)) {
    report.error(about === undefined ? inside(at, 'name') : inside(at, 'context'), {
      message: `${name} must name the ${kind} that it is about`,
      hint: `write context: '${kind}:<id>'`,
    });
  }
}
