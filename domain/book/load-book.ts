import type { CompiledBook } from '../compiled-book';
import type { PolicyTest } from '../policy-test';
import type { BookError, BookFile } from './book-file';
import { contentSegmentsOf } from './checks/content-segments';
import { checkTests } from './checks/policy-tests';
import { checkWholeBook } from './checks/whole-book';
import { compilePlaybook } from './compile/compile-playbook';
import { compilePolicies } from './compile/compile-policies';
import { compileScores } from './compile/compile-scores';
import { compileSegment } from './compile/compile-segment';
import { compileSignals, type Catalogue } from './compile/compile-signals';
import { compileTemplates, templateIdOf } from './compile/compile-templates';
import { createBookContext } from './compile/context';
import { parseDefinitions, writtenIds, type Definition } from './definitions';
import { sortFolder, type Folder } from './folder';
import { sealBook } from './hash';
import { levelNames } from './level-names';
import { checkTemplates } from './liquid/check-templates';
import type { ReadLiquid } from './liquid/liquid-text';
import type { Names } from './names';
import { openKinds } from './open-kinds';
import { parsePart } from './parse-part';
import { createReport, type Report } from './report';
import { playbookSchema, type PlaybookSource } from './schema/playbook-schema';
import { policiesSchema, type PoliciesSource } from './schema/policies-schema';
import { segmentSchema } from './schema/segment-schema';

/** What loading a book gives: the whole of it, or every error at once. */
export type LoadedBook =
  | {
      readonly ok: true;
      readonly book: CompiledBook;
      readonly tests: readonly PolicyTest[];
      readonly warnings: readonly BookError[];
    }
  | { readonly ok: false; readonly errors: readonly BookError[]; readonly warnings: readonly BookError[] };

/** What the runtime that will use the book can do. */
export interface Runtime {
  /** Channels that have an adapter. */
  readonly channels: readonly string[];
  readonly readLiquid: ReadLiquid;
}

/** Checks and compiles a book from its files, for a runtime. */
export function loadBook(files: readonly BookFile[], runtime: Runtime): LoadedBook {
  const report = createReport();
  const folder = sortFolder(
    [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
    report,
  );
  const rootOf = (file: BookFile) => ({ file, path: [] });
  const catalogue: Catalogue = folder.signals
    ? compileSignals(folder.signals.tree, rootOf(folder.signals), report)
    : { signals: {}, attributes: {}, untyped: new Set() };
  const policySource =
    folder.policies && parsePart(policiesSchema, folder.policies.tree, rootOf(folder.policies), report);
  const playbookSources = parseDefinitions(folder.playbooks, playbookSchema, 'playbook', report);
  const segmentSources = parseDefinitions(folder.segments, segmentSchema, 'segment', report);
  const named = namesOf(folder, catalogue, { policySource, playbookSources, runtime, report });
  const names = { ...named, contentSegments: contentSegmentsOf(segmentSources, named) };
  const context = createBookContext(names, report, runtime.readLiquid);
  const { scores: scoresFile, models } = folder;
  const scores = scoresFile ? compileScores({ scores: scoresFile, models }, context) : [];
  const segments = segmentSources
    .map(({ source, place }) => compileSegment(source, place, context))
    .sort(byId);
  const playbooks = Object.fromEntries(
    playbookSources.map(({ id, source, place }) => [id, compilePlaybook(source, place, context)]),
  );
  const policies =
    policySource && folder.policies && compilePolicies(policySource, rootOf(folder.policies), context);
  const templates = compileTemplates(folder.templates, report);
  checkTemplates(folder.templates, Object.values(playbooks), names, report);
  const complete =
    files.every(({ path, faults }) => faults.length === 0 || path.startsWith('templates/')) &&
    segmentSources.length === folder.segments.length &&
    playbookSources.length === folder.playbooks.length &&
    ![...segmentSources, ...playbookSources].some(({ place }) => report.holed({ ...place, path: ['treat'] }));
  checkWholeBook({ complete, segments, playbooks, segmentSources, playbookSources }, report);
  const tests = checkTests(folder.tests, context);
  if (report.errors.length > 0 || !policies || !policySource) return failed(report);
  const { signals, attributes } = catalogue;
  const book = sealBook({
    zone: policySource.zone,
    signals,
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, { type }]) => [name, type])),
    scores,
    segments,
    playbooks,
    templates,
    policies,
  });
  return { ok: true, book, tests, warnings: report.warnings };
}

function failed({ errors, warnings }: Report): LoadedBook {
  const order = (a: BookError, b: BookError): number =>
    a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column;
  return { ok: false, errors: [...errors].sort(order), warnings };
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}

function namesOf(
  folder: Folder,
  { signals, attributes, untyped }: Catalogue,
  parsed: {
    readonly policySource?: PoliciesSource;
    readonly playbookSources: readonly Definition<PlaybookSource>[];
    readonly runtime: Runtime;
    readonly report: Report;
  },
): Omit<Names, 'contentSegments'> {
  const parameters = new Map(parsed.playbookSources.map(({ id, source }) => [id, source.parameters]));
  const { policySource } = parsed;
  return {
    signals,
    attributes,
    segments: new Set(writtenIds(folder.segments, 'segment')),
    playbooks: new Map(
      writtenIds(folder.playbooks, 'playbook').map((id) => [id, { parameters: parameters.get(id) ?? {} }]),
    ),
    open: openKinds(folder, policySource, parsed.report),
    untyped,
    templates: new Set(
      [...folder.templates, ...folder.faulty.filter(isTemplate)].map(({ path }) => templateIdOf(path)),
    ),
    roles: new Set(policySource?.roles),
    queues: new Set(policySource?.queues),
    approvals: new Set(Object.keys(policySource?.approvals ?? {})),
    fourEyes: new Set(
      Object.entries(policySource?.approvals ?? {}).flatMap(([id, { approvers }]) =>
        approvers > 1 ? [id] : [],
      ),
    ),
    budgets: new Set(Object.keys(policySource?.budgets ?? {})),
    contactRoles: new Set(policySource?.contact.roles),
    levels: levelNames(policySource),
    channels: new Set(parsed.runtime.channels),
    // Policies that could not be read may have them.
    economics: policySource === undefined || policySource.economics !== undefined,
  };
}

const isTemplate = ({ path }: BookFile): boolean => path.startsWith('templates/');
