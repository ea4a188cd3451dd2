import type { Playbook } from '../../playbook';
import type { BookFile } from '../book-file';
import { templateIdOf } from '../compile/compile-templates';
import type { Names } from '../names';
import { nearest } from '../nearest';
import type { Report } from '../report';
import { offeredToTexts, problemOfText } from './offered';

/** Reports every name a template reads that nobody offers, in subject, text and MJML alike. */
export function checkTemplates(
  files: readonly BookFile[],
  playbooks: readonly Playbook[],
  names: Names,
  report: Report,
): void {
  // A template may serve several plays, so it may read the parameters of each.
  const parameters = [...names.playbooks.values()].flatMap((playbook) => Object.keys(playbook.parameters));
  const inviting = templatesThatInvite(playbooks, names);
  for (const file of files) {
    const withMeeting = inviting.has(templateIdOf(file.path));
    const offered = offeredToTexts(names, { parameters, withMeeting });
    for (const { file: path, line, column, path: read, over } of file.reads ?? []) {
      const problem = problemOfText({ path: read, over, offset: 0 }, offered);
      if (!problem) continue;
      const { message, offset } = problem;
      const hint = read[0] === 'meeting' ? 'only a message with an invitation has a meeting' : problem.hint;
      report.errors.push({
        file: path,
        line,
        column: column + offset,
        path: '',
        message,
        ...(hint === undefined ? {} : { hint }),
      });
    }
  }
}

/** Templates that no message without an invitation uses. */
function templatesThatInvite(playbooks: readonly Playbook[], names: Names): ReadonlySet<string> {
  // A misspelt template is told where it stands; the one it means has its message.
  const meant = (id: string): string => (names.templates.has(id) ? id : (nearest(id, names.templates) ?? id));
  const messages = playbooks
    .flatMap(({ program, observer }) => [...program.instructions, ...observer.instructions])
    .flatMap((one) => (one.op === 'effect' && one.effect.kind === 'message' ? [one.effect] : []))
    .map(({ invitation, template }) => ({ invitation, template: meant(template) }));
  const without = new Set(messages.filter(({ invitation }) => !invitation).map(({ template }) => template));
  return new Set(messages.map(({ template }) => template).filter((template) => !without.has(template)));
}
