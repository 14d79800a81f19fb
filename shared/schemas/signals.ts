/**
 * What operators watch: each signal is one number of one log line, one metric, one row of the dashboard. Verbs log by
 * these names, the cloud counts by them, alerts and objectives are set on them.
 */

/** `verb` writes a line whose constant message is `message`; `field` is the number it carries, else lines are counted. */
export type Signal = {
  readonly verb: string;
  readonly message: string;
  /** Only lines whose text fields have these values. */
  readonly where?: Readonly<Record<string, string>>;
  readonly field?: string;
  readonly unit: '1' | 's';
  /** Text fields of the line that the metric is broken down by; few values each. */
  readonly by?: readonly string[];
  readonly means: string;
};

export const signals = {
  listens_accepted: {
    verb: 'ingest',
    message: 'listens accepted',
    field: 'accepted',
    unit: '1',
    means: 'Listens taken in with one request',
  },
  listens_refused: {
    verb: 'ingest',
    message: 'listens accepted',
    field: 'refused',
    unit: '1',
    means: 'Listens of one request that went to quarantine',
  },
  listens_learned: {
    verb: 'learn',
    message: 'listens learned',
    field: 'counted',
    unit: '1',
    means: 'New listens one message brought into a profile',
  },
  learn_lag_seconds: {
    verb: 'learn',
    message: 'listens learned',
    field: 'lagSeconds',
    unit: 's',
    means: 'From the acceptance of a batch to its place in the profile',
  },
  model_trained: { verb: 'train', message: 'model trained', unit: '1', means: 'A model passed its gates' },
  gate_failed: {
    verb: 'train',
    message: 'gate failed',
    unit: '1',
    by: ['gate'],
    means: 'A gate held a model back; the last good one stays',
  },
  model_published: { verb: 'publish', message: 'model published', unit: '1', means: 'Readers follow a new model' },
  editions_planned: {
    verb: 'plan',
    message: 'editions planned',
    field: 'due',
    unit: '1',
    means: 'Due editions handed out by one run',
  },
  editions_assembled: {
    verb: 'assemble',
    message: 'edition assembled',
    unit: '1',
    by: ['patch'],
    means: 'Editions stored',
  },
  edition_lateness_seconds: {
    verb: 'assemble',
    message: 'edition assembled',
    field: 'latenessSeconds',
    unit: 's',
    means: 'How long an edition was due when it was stored',
  },
  users_forgotten: { verb: 'forget', message: 'user forgotten', unit: '1', means: 'Erasures done' },
  stage_late: {
    verb: 'watch',
    message: 'stage watched',
    where: { state: 'late' },
    unit: '1',
    by: ['stage'],
    means: 'A stage is past its objective',
  },
  stage_value: {
    verb: 'watch',
    message: 'stage watched',
    field: 'value',
    unit: '1',
    by: ['stage'],
    means: 'What was measured of a stage, in its own unit',
  },
  stages_watched: { verb: 'watch', message: 'stage watched', unit: '1', by: ['state'], means: 'Stages measured' },
} as const satisfies Record<string, Signal>;

export type SignalName = keyof typeof signals;

/** A promise over 28 days: the share `goal` of events that are good. */
export type Objective = { readonly goal: number; readonly means: string } & (
  | { readonly of: 'signal'; readonly signal: SignalName; readonly secondsMax: number }
  | { readonly of: 'answers'; readonly verb: string }
  | { readonly of: 'speed'; readonly verb: string; readonly millisecondsMax: number }
);

export const objectives = {
  freshness: {
    of: 'signal',
    signal: 'learn_lag_seconds',
    secondsMax: 60,
    goal: 0.99,
    means: 'A listen is in its profile within a minute',
  },
  punctuality: {
    of: 'signal',
    signal: 'edition_lateness_seconds',
    secondsMax: 7_200,
    goal: 0.99,
    means: 'An edition is stored within two hours of being due',
  },
  availability: { of: 'answers', verb: 'serve', goal: 0.995, means: 'A read is not answered by a server error' },
  acceptance: { of: 'answers', verb: 'ingest', goal: 0.995, means: 'A write is not answered by a server error' },
  speed: {
    of: 'speed',
    verb: 'serve',
    millisecondsMax: 500,
    goal: 0.99,
    means: 'A read is answered within half a second',
  },
} as const satisfies Record<string, Objective>;
