import type { SignalValue } from '../../domain/signals/signal';

/** A customer of a story. */
export interface Character {
  readonly name: string;
  /** Short and unique over all stories: part of the customer's id. */
  readonly as: string;
  readonly zone: string;
  readonly attributes: Readonly<Record<string, SignalValue>>;
  readonly contacts: readonly { readonly id: string; readonly role: string; readonly email: string }[];
  /** Has agreed to marketing by e-mail. */
  readonly marketing?: boolean;
}

const prefix = 'demo-';

/** The id of a character; a story that is told again has customers of its own. */
export function customerId({ as }: Pick<Character, 'as'>, take: number): string {
  return take === 1 ? `${prefix}${as}` : `${prefix}${as}-${take}`;
}

/** Which of the characters a customer is; undefined for all others. */
export function characterOf(characters: readonly Character[], customer: string): Character | undefined {
  return characters.find(({ as }) => customer === `${prefix}${as}` || customer.startsWith(`${prefix}${as}-`));
}
