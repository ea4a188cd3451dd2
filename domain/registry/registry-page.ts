import { segmentLayers } from '../segments/layers';
import type { SegmentDefinition } from '../segments/segment';
import { type RegistryLevels, segmentLines } from './segment-lines';

/** A segment of the registry; members are known where a server counts them. */
export type RegistrySegment = SegmentDefinition & { readonly members?: number };

/** The registry as Markdown: every segment by layer, in the order in which layers are heard. */
export function registryPage(segments: readonly RegistrySegment[], levels: RegistryLevels): string {
  const sorted = [...segments].sort(
    (a, b) => rank(a) - rank(b) || b.priority - a.priority || (a.id < b.id ? -1 : 1),
  );
  return `${['# Segments', overview(sorted), ...sorted.map((one) => section(one, levels))].join('\n\n')}\n`;
}

function rank({ layer }: SegmentDefinition): number {
  return (segmentLayers as readonly string[]).indexOf(layer);
}

function overview(segments: readonly RegistrySegment[]): string {
  const counted = segments.some(({ members }) => members !== undefined);
  const head = ['segment', 'layer', 'priority', 'starts', 'changes', ...(counted ? ['members'] : [])];
  const rows = segments.map(({ id, title, layer, tier, priority, treat, changes, members }) => [
    `[${title}](#${id})`,
    tier === 'runtime' ? `${layer}, runtime` : layer,
    String(priority),
    treat.map(({ play }) => play).join(', '),
    Object.entries(changes)
      .map(([what, level]) => `${what} ${String(level)}`)
      .join(', '),
    ...(counted ? [String(members ?? 0)] : []),
  ]);
  return table([head, head.map(() => '---'), ...rows]);
}

function section(segment: RegistrySegment, levels: RegistryLevels): string {
  const { id, title, layer, tier, priority, dimension, riskTier, members } = segment;
  const facts = [
    `\`${id}\``,
    layer,
    ...(tier === 'runtime' ? ['runtime'] : []),
    ...(dimension === undefined ? [] : [riskTier === undefined ? dimension : `${dimension} ${riskTier}`]),
    `priority ${priority}`,
    ...(members === undefined ? [] : [`${members} members`]),
  ];
  const lines = segmentLines(segment, levels).map(([heading, words]) => [heading, words]);
  return `<a id="${id}"></a>\n\n## ${title}\n\n${facts.join(' · ')}\n\n${table([['', ''], ['---', '---'], ...lines])}`;
}

function table(rows: readonly (readonly string[])[]): string {
  return rows
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}
