/**
 * What a permanent refusal says about the address:
 * `hard` suppress at once · `repeated` suppress on the second · `soft` counts towards suppression · `ours` our fault, alert and never suppress.
 */
export type BounceKind = 'hard' | 'repeated' | 'soft' | 'ours';

/** Enhanced status codes (RFC 3463) by bounce kind; a rule ending in `.x` covers its whole subject. */
export interface BounceRules {
  readonly hard: readonly string[];
  readonly repeated: readonly string[];
  readonly ours: readonly string[];
}

/** The defaults of the field; a workspace may pass its own. */
export const DEFAULT_BOUNCE_RULES: BounceRules = {
  hard: ['5.1.1', '5.1.2', '5.1.3', '5.1.6'],
  repeated: ['5.2.1'],
  ours: ['5.7.x', '5.3.4', '5.6.x'],
};

/** Classes a permanent status code; what no rule names is soft, since suppressing wrongly silences a customer. */
export function bounceKindOf(statusCode: string, rules: BounceRules): BounceKind {
  const kinds = ['hard', 'repeated', 'ours'] as const;
  return kinds.find((kind) => rules[kind].some((rule) => covers(rule, statusCode))) ?? 'soft';
}

function covers(rule: string, statusCode: string): boolean {
  return rule.endsWith('.x') ? statusCode.startsWith(rule.slice(0, -1)) : rule === statusCode;
}
