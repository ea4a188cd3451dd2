import { channels } from '../words';

const effectKinds = ['message', 'banner', 'notify', 'offer', 'suppress', 'hold', 'record', 'charge'] as const;

/** Kinds of effect the policies may allow automation to do alone. */
export const actionKinds: readonly string[] = effectKinds;

/** Actions a segment may allow or forbid: kinds of effect, channels, and messages by channel. */
export const actionNames: readonly string[] = [
  ...effectKinds,
  ...channels,
  ...channels.map((channel) => `message:${channel}`),
];
