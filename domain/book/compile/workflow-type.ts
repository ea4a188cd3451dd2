/** The camelCase form of a kebab-case id: 'save-play' → 'savePlay'. */
export function workflowTypeOf(id: string): string {
  return id.replaceAll(/-([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}
