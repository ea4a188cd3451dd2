import { listWords, plainName } from '../../plain-words';

// Short forms of the trade that a stranger cannot read.
const roles: Readonly<Record<string, string>> = { csm: 'success manager', csLead: 'success lead' };

/** Roles that may do something, as people say them: 'a manager or a success lead'. */
export function rolesWords(names: readonly string[]): string {
  return listWords(names.map((name) => withArticle(roleWords(name))));
}

/** A role, or a queue, as people say it: 'csLead' → 'success lead'. */
export function roleWords(name: string): string {
  return roles[name] ?? plainName(name);
}

/** A queue of work: 'the success leads queue'. */
export function queueWords(queue: string): string {
  return `the ${plainName(queue)} queue`;
}

function withArticle(name: string): string {
  return `${/^[aeio]/.test(name) ? 'an' : 'a'} ${name}`;
}
