import { nearest } from './nearest';

/** Whether a branch is the last one of a tree, also where its `else` is misspelt. */
export function isElse(branch: unknown): boolean {
  if (typeof branch !== 'object' || branch === null) return false;
  if ('else' in branch || 'when' in branch) return 'else' in branch;
  return Object.keys(branch).some((key) => nearest(key, ['when', 'do', 'play', 'with', 'else']) === 'else');
}
