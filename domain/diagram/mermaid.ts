/** Forms of a box. */
export type Shape = 'act' | 'person' | 'decision' | 'wait' | 'loop' | 'bar' | 'end';

/** How Mermaid writes each form. */
export const shapes: Readonly<Record<Shape, readonly [open: string, close: string]>> = {
  act: ['[', ']'],
  person: ['[\\', '/]'],
  decision: ['{', '}'],
  wait: ['([', '])'],
  loop: ['{{', '}}'],
  bar: ['[[', ']]'],
  end: ['((', '))'],
};

/** A text in quotation marks; what Mermaid would read as its own is written as entities. */
export function escaped(text: string): string {
  const safe = text
    .replaceAll('#', '#35;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
    .replaceAll('\n', '<br/>');
  return `"${safe}"`;
}
