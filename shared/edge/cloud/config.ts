/** What every function is told by its environment. What only one verb needs stands in that verb's index.ts. */
import { codeVersion } from '#shared/edge/code-version.ts';

export type CloudConfig = {
  readonly projectId: string;
  /** For example "europe-west1". */
  readonly region: string;
  readonly databaseId: string;
  readonly datasetId: string;
  readonly codeVersion: string;
  /** "host:port" of emulators, where they stand in for Google's own. */
  readonly emulators: {
    readonly firestore: string | undefined;
    readonly pubsub: string | undefined;
    readonly bigquery: string | undefined;
  };
};

/** Throws an error that names the missing variable: a function that lacks one does not start. */
export function readConfig(): CloudConfig {
  return {
    projectId: required('GOOGLE_CLOUD_PROJECT', process.env.GOOGLE_CLOUD_PROJECT),
    region: required('SEGUE_REGION', process.env.SEGUE_REGION),
    databaseId: required('SEGUE_DATABASE', process.env.SEGUE_DATABASE),
    datasetId: required('SEGUE_DATASET', process.env.SEGUE_DATASET),
    codeVersion: codeVersion(),
    emulators: {
      firestore: process.env.FIRESTORE_EMULATOR_HOST,
      pubsub: process.env.PUBSUB_EMULATOR_HOST,
      bigquery: process.env.BIGQUERY_EMULATOR_HOST,
    },
  };
}

/** The value of a variable; throws when it is not set. */
export function required(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new Error(`Cannot start: environment variable "${name}" is not set`);
  return value;
}
