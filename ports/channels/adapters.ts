import type { Channel } from '../../domain/words';

/** Channels this product can send by; a new adapter is one more word here. */
export const channelAdapters: readonly Channel[] = ['email'];
