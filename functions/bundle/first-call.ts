/** The first request to each verb: for measuring cold starts, and for keeping the code compiled for it. */

export type FirstCall = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** The operator token of these calls, and its hash. */
const token = 'first';
const tokenHash = 'p5N7ZLjKpY8Dchu2us9ceMsjX-vg5wsbhM2ZVBRhoI4';

const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
const post = (body: object, path = '/'): FirstCall => ({ method: 'POST', path, headers, body: JSON.stringify(body) });
const push = (message: object): FirstCall => {
  const data = Buffer.from(JSON.stringify(message)).toString('base64');
  return post({ message: { data, messageId: '1' } });
};
const listen = { userId: 'ada', itemId: 'song', listenedAt: 1_795_000_000 };
const listened = { ...listen, id: 'l', kind: 'track' };
/** Of an erasure, which is acknowledged as soon as its receipt says that it is done. */
export const receiptId = '6f1ed002-ab59-4a27-88ef-1d345c5e6a01';

const calls: Readonly<Record<string, FirstCall>> = {
  serve: { method: 'GET', path: '/v1/users/ada/recommendations', headers },
  ingest: post({ listens: [listen] }, '/v1/listens'),
  learn: push({ type: 'listened', batchId: 'b', userId: 'ada', receivedAt: 1_795_000_001, listens: [listened] }),
  publish: push({ modelVersion: '20261123T030000Z', shard: 0, shards: 1 }),
  assemble: push({ type: 'due', due: [{ userId: 'bob', patch: 'weekly-jams', period: '2026-W48', dueAt: 1 }] }),
  forget: push({ userId: 'bob', receiptId }),
};

/** A call that makes the verb read or publish. Scheduled verbs are fired. */
export function firstCall(verb: string): FirstCall {
  return calls[verb] ?? post({});
}

export const projectId = 'segue-first';

export type Behind = { readonly firestore: string; readonly pubsub: string; readonly bigquery: string };

/** What a function is told for its first call: which emulators, "host:port", stand behind it. */
export function firstEnvironment({ firestore, pubsub, bigquery }: Behind): Readonly<Record<string, string>> {
  return {
    GOOGLE_CLOUD_PROJECT: projectId,
    SEGUE_REGION: 'local',
    SEGUE_DATABASE: '(default)',
    SEGUE_DATASET: 'segue',
    SEGUE_CODE_VERSION: 'first',
    SEGUE_OPERATOR_TOKEN_HASH: tokenHash,
    SEGUE_WEBHOOK_SECRET: 'first',
    SEGUE_INGEST_URL: 'http://127.0.0.1:1',
    FIRESTORE_EMULATOR_HOST: firestore,
    PUBSUB_EMULATOR_HOST: pubsub,
    BIGQUERY_EMULATOR_HOST: bigquery,
    METADATA_SERVER_DETECTION: 'none',
    NODE_ENV: 'production',
  };
}
