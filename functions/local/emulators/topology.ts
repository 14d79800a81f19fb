/** Topics, subscriptions and tables as Terraform makes them in the cloud, made in the emulators. */
import { columnsOf } from '#shared/schemas/columns.ts';
import { topics } from '#shared/schemas/message.ts';
import { tableNames } from '#shared/schemas/tables.ts';

/** Who is pushed what: the consumer, its topic and the address it answers on. */
export type PushTarget = { readonly name: string; readonly topic: keyof typeof topics; readonly url: string };

/** `host`: "host:port" of the Pub/Sub emulator. Messages of a user come in order; what is refused comes back. */
export async function createTopology(host: string, projectId: string, consumers: readonly PushTarget[]): Promise<void> {
  const root = `http://${host}/v1/projects/${projectId}`;
  for (const topic of Object.keys(topics)) await send('PUT', `${root}/topics/${topic}`, {});
  for (const { name, topic, url } of consumers) {
    await send('PUT', `${root}/subscriptions/${name}`, {
      topic: `projects/${projectId}/topics/${topic}`,
      pushConfig: { pushEndpoint: `${url}/projects/${projectId}/topics/${topic}` },
      enableMessageOrdering: true,
      ackDeadlineSeconds: 600,
      retryPolicy: { minimumBackoff: '0.5s', maximumBackoff: '10s' },
    });
  }
}

/** `origin`: of the BigQuery endpoint. */
export async function createWarehouse(origin: string, projectId: string, datasetId: string): Promise<void> {
  const root = `${origin}/bigquery/v2/projects/${projectId}/datasets`;
  await send('POST', root, { datasetReference: { projectId, datasetId } });
  for (const tableId of tableNames) {
    const fields = columnsOf(tableId).map(({ name, type }) => ({ name, type, mode: 'NULLABLE' }));
    await send('POST', `${root}/${datasetId}/tables`, { tableReference: { tableId }, schema: { fields } });
  }
}

async function send(method: string, url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`Cannot make "${url}": ${answer.status} ${await answer.text()}`);
}
