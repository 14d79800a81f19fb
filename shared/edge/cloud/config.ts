/** What every function is told by its environment. What only one verb needs stands in that verb's index.ts. */
import { codeVersion } from '#shared/edge/code-version.ts';

export type CloudConfig = {
  readonly projectId: string;
  /** For example "europe-west1". */
  readonly region: string;
  readonly databaseId: string;
  readonly datasetId: string;
  readonly codeVersion: string;
  /** Where emulators stand in for Google's own, as origins: "http://127.0.0.1:8085". */
  readonly emulators: {
    readonly firestore: string | undefined;
    readonly pubsub: string | undefined;
    readonly bigquery: string | undefined;
  };
};

/** Throws an error that names the missing variable: a function that lacks one does not start. */
export function readConfig(): CloudConfig {
  return {
    projectId: requireVariable('GOOGLE_CLOUD_PROJECT', process.env.GOOGLE_CLOUD_PROJECT),
    region: requireVariable('SEGUE_REGION', process.env.SEGUE_REGION),
    databaseId: requireVariable('SEGUE_DATABASE', process.env.SEGUE_DATABASE),
    datasetId: requireVariable('SEGUE_DATASET', process.env.SEGUE_DATASET),
    codeVersion: codeVersion(),
    emulators: {
      firestore: originOf(process.env.FIRESTORE_EMULATOR_HOST),
      pubsub: originOf(process.env.PUBSUB_EMULATOR_HOST),
      bigquery: originOf(process.env.BIGQUERY_EMULATOR_HOST),
    },
  };
}

/** The value of a variable; throws when it is not set. */
export function requireVariable(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new Error(`Cannot start: environment variable "${name}" is not set`);
  return value;
}

/** Some of Google's clients want "host:port" in these variables, some an address. */
function originOf(host: string | undefined): string | undefined {
  return host === undefined || host.includes('://') ? host : `http://${host}`;
}
