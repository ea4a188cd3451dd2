import { definitionKinds, type DefinitionKind, type Definitions } from './definitions';
import { fieldChanges, wordsOf, type FieldChange } from './field-changes';

/** One definition that differs between two books. */
export interface DefinitionChange {
  readonly kind: DefinitionKind;
  readonly id: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Of a changed one: each field with its words. */
  readonly fields: readonly (FieldChange & { readonly words: string })[];
}

/** What differs from one book to another, kind by kind; the order of definitions is no difference. */
export function diffBooks(from: Definitions, to: Definitions): DefinitionChange[] {
  return definitionKinds.flatMap((kind) => {
    const [earlier, later] = [from[kind], to[kind]];
    const ids = [...new Set([...Object.keys(earlier), ...Object.keys(later)])].sort();
    return ids.flatMap((id) => changeOf({ kind, id }, earlier[id], later[id]));
  });
}

function changeOf(
  what: Pick<DefinitionChange, 'kind' | 'id'>,
  from: unknown,
  to: unknown,
): DefinitionChange[] {
  if (from === undefined) return [{ ...what, change: 'added', fields: [] }];
  if (to === undefined) return [{ ...what, change: 'removed', fields: [] }];
  const fields = fieldChanges(from, to)
    .map((field) => ({ ...field, path: stepPath(field.path) }))
    .map((field) => ({ ...field, words: wordsOf(field) }));
  return fields.length > 0 ? [{ ...what, change: 'changed', fields }] : [];
}

// 'steps.notice.message.within' is told as 'step notice, message.within'.
function stepPath(path: string): string {
  const found = /^(steps|baseline)\.([^.]+)(?:\.(.*))?$/s.exec(path);
  if (!found) return path;
  const [, list, id, rest] = found;
  const step = `${list === 'baseline' ? 'baseline step' : 'step'} ${id}`;
  return rest === undefined ? step : `${step}, ${rest}`;
}
