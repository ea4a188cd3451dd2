import type { NameKind } from './names';
import type { PoliciesSource } from './schema/policies-schema';

/** Words of policies.yaml that segments and offers may name, by what they are called in messages. */
export type LevelKind = Extract<
  NameKind,
  'contact frequency' | 'service level' | 'eligibility' | 'topic' | 'depth' | 'tone' | 'source' | 'offer'
>;

/** Where each kind of level is declared in policies.yaml. */
export const levelPaths: Readonly<Record<LevelKind, readonly string[]>> = {
  'contact frequency': ['contact', 'frequencies'],
  'service level': ['serviceLevels'],
  eligibility: ['eligibility', 'levels'],
  topic: ['content', 'topics'],
  depth: ['content', 'depths'],
  tone: ['content', 'tones'],
  source: ['content', 'sources'],
  offer: ['eligibility'],
};

/** The levels a workspace declares; offers are all those that somebody may be offered, and undefined where offers are not restricted. */
export type LevelNames = Readonly<Record<Exclude<LevelKind, 'offer'>, readonly string[]>> & {
  readonly offer?: readonly string[];
};

const none: LevelNames = {
  'contact frequency': [],
  'service level': [],
  eligibility: [],
  topic: [],
  depth: [],
  tone: [],
  source: [],
};

/** Reads the levels from policies.yaml. */
export function levelNames(source: PoliciesSource | undefined): LevelNames {
  if (!source) return none;
  const { eligibility, content, contact, serviceLevels } = source;
  const levels = Object.values(eligibility?.levels ?? {});
  return {
    'contact frequency': Object.keys(contact.frequencies),
    'service level': Object.keys(serviceLevels),
    eligibility: Object.keys(eligibility?.levels ?? {}),
    topic: content.topics,
    depth: content.depths,
    tone: content.tones,
    source: content.sources,
    ...(eligibility && { offer: [...eligibility.everybody, ...levels.flatMap(({ adds }) => adds)] }),
  };
}
