/** The verbs: each is a folder of functions/, an entry point and a deployed function of that name. */
export const verbNames = [
  'ingest',
  'learn',
  'train',
  'publish',
  'plan',
  'assemble',
  'serve',
  'forget',
  'watch',
  'collect',
  'deliver',
] as const;
