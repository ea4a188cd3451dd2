/** What a segment is about, in the order in which its word on routing counts: risk decides before value. */
export const segmentLayers = [
  'risk',
  'riskValue',
  'payment',
  'external',
  'intent',
  'behaviour',
  'relationship',
  'lifecycle',
  'value',
  'identity',
  'psychographic',
] as const;
export type SegmentLayer = (typeof segmentLayers)[number];

/** Whose word on content counts first; layers of risk and of other systems have no say in it. */
export const contentOrder: readonly string[] = [
  'intent',
  'behaviour',
  'relationship',
  'lifecycle',
  'value',
  'identity',
  'psychographic',
];
