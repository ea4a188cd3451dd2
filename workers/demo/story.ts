import type { Character } from './character';
import type { Stage } from './stage';

/** A story of one or more customers, in beats. */
export interface Story {
  /** Under this name the folder remembers how far it was told: it never changes. */
  readonly id: string;
  readonly title: string;
  readonly characters: readonly Character[];
  /** How the treatments a reader sees in it end. */
  readonly ends: readonly Ending[];
  readonly beats: readonly Beat[];
}

/** A treatment of a story and the outcome the story promises. */
export interface Ending {
  readonly who: Character;
  readonly playbook: string;
  readonly outcome: string;
}

/** Where and when a beat plays. */
export interface Scene {
  readonly stage: Stage;
  /** 1 at first; a story told again has other customers. */
  readonly take: number;
  /** When this beat began, also where a start of the program lies in between. */
  readonly since: string;
}

/** `again` begins the story anew, with other customers. */
export type Turn = 'next' | 'again';

/** Something that happens, or that is waited for. One that was cut off is played again and does nothing twice. */
export type Beat = (scene: Scene) => Promise<Turn>;
