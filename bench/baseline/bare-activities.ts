/** What a bare start calls. */
export interface BareActivities {
  /** Wall-clock milliseconds at entry. */
  enter(): Promise<number>;
}

/** Activities without any work. */
export const bareActivities: BareActivities = { enter: async () => Date.now() };
