import type { Folder } from './folder';
import { type LevelKind, levelPaths } from './level-names';
import type { NameKind } from './names';
import type { Report } from './report';
import type { PoliciesSource } from './schema/policies-schema';

const levelKinds = Object.keys(levelPaths) as LevelKind[];

/** Kinds of which not all names could be read: one that is not known may be there all the same. */
export function openKinds(
  folder: Folder,
  policies: PoliciesSource | undefined,
  report: Report,
): ReadonlySet<NameKind> {
  const unread = (start: string): boolean => folder.faulty.some(({ path }) => path.startsWith(start));
  return new Set<NameKind>([
    ...(unread('segments/') ? ['segment' as const] : []),
    ...(unread('playbooks/') ? ['playbook' as const] : []),
    ...openSignals(folder, report),
    ...openPolicies(folder, policies, report),
  ]);
}

function openSignals({ signals: file }: Folder, report: Report): NameKind[] {
  const kinds = [
    ['signal', 'signals'],
    ['customer attribute', 'attributes'],
  ] as const;
  const unread = !file || typeof file.tree !== 'object' || file.tree === null || Array.isArray(file.tree);
  return kinds.flatMap(([kind, key]) => (unread || report.lost({ file, path: [key] }) ? [kind] : []));
}

function openPolicies(
  { policies: file }: Folder,
  source: PoliciesSource | undefined,
  report: Report,
): NameKind[] {
  const lists = [
    ['role', ['roles']],
    ['queue', ['queues']],
    ['contact role', ['contact', 'roles']],
    ...levelKinds.map((kind) => [kind, levelPaths[kind]] as const),
  ] as const;
  if (!source || !file) return ['approval policy', 'budget', ...lists.map(([kind]) => kind)];
  return [
    ...(report.lost({ file, path: ['approvals'] }) ? ['approval policy' as const] : []),
    ...(report.lost({ file, path: ['budgets'] }) ? ['budget' as const] : []),
    ...lists.flatMap(([kind, path]) => (report.holed({ file, path }) ? [kind] : [])),
  ];
}
