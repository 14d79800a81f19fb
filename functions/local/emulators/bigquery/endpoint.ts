/** BigQuery's REST interface over DuckDB, as far as @google-cloud/bigquery speaks it, for tests and the emulated cloud. */
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { openEmulatedDatabase } from '#functions/local/emulators/bigquery/database.ts';
import { asBigQueryError, BigQueryError } from '#functions/local/emulators/bigquery/failure.ts';
import { createJobs, type JobOptions, type Jobs } from '#functions/local/emulators/bigquery/job-list.ts';
import { partsOf } from '#functions/local/emulators/bigquery/multipart.ts';
import { createTables, type Tables } from '#functions/local/emulators/bigquery/tables.ts';

export type BigQueryEndpoint = AsyncDisposable & {
  /** "http://127.0.0.1:port" */
  readonly origin: string;
  /** How often each table was added to or overwritten. */
  readonly modifications: Jobs['modifications'];
};

export type EndpointOptions = JobOptions & {
  /** A DuckDB file, or ':memory:'. */
  readonly path?: string;
  /** Says with what a request is refused instead of being answered. */
  readonly refuse?: (method: string, path: string) => BigQueryError | undefined;
};

type Call = {
  readonly projectId: string;
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly isUpload: boolean;
  readonly body: Buffer;
};
type Handler = (call: Call) => object | Promise<object>;

/** Starts listening. */
export async function startBigQueryEndpoint(options: EndpointOptions = {}): Promise<BigQueryEndpoint> {
  const { path = ':memory:', refuse } = options;
  const database = await openEmulatedDatabase(path);
  const jobs = createJobs(database, options);
  const routes = routesOf(createTables(database), jobs);

  const server = createServer(async (request, response) => {
    const refusal = refuse?.(request.method ?? '', request.url ?? '');
    const answer = refusal ?? (await handle(routes, request).catch(asBigQueryError));
    const failed = answer instanceof BigQueryError;
    response.writeHead(failed ? answer.status : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(failed ? answer.body : answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    modifications: jobs.modifications,
    origin: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await database.close();
    },
  };
}

/** How long a query is waited for when the client does not say. */
const timeoutMsDefault = 10_000;

function routesOf(tables: Tables, jobs: Jobs): Readonly<Record<string, Handler>> {
  const json = ({ body }: Call) => JSON.parse(body.toString());
  const table = ({ ids: [datasetId = '', tableId = ''] }: Call) => ({ datasetId, tableId });
  const page = ({ query }: Call) => ({
    maxResults: Number(query.get('maxResults') ?? Number.POSITIVE_INFINITY),
    pageToken: query.get('pageToken'),
    timeoutMs: Number(query.get('timeoutMs') ?? timeoutMsDefault),
  });
  return {
    'POST datasets': (call) => tables.createDataset(json(call).datasetReference.datasetId),
    'GET datasets/*': ({ ids: [datasetId = ''] }) => tables.dataset(datasetId),
    'DELETE datasets/*': ({ ids: [datasetId = ''] }) => tables.dropDataset(datasetId),
    'POST datasets/*/tables': (call) => {
      const { tableReference, schema } = json(call);
      return tables.create({ datasetId: call.ids[0] ?? '', tableId: tableReference.tableId }, schema.fields);
    },
    'GET datasets/*/tables': ({ ids: [datasetId = ''] }) => tables.list(datasetId),
    'GET datasets/*/tables/*': (call) => tables.get(table(call)),
    'DELETE datasets/*/tables/*': (call) => tables.drop(table(call)),
    'GET datasets/*/tables/*/data': (call) => tables.data(table(call)),
    'POST datasets/*/tables/*/insertAll': (call) => tables.insertAll(table(call), json(call)),
    'POST jobs': (call) => {
      if (!call.isUpload) return jobs.insert(call.projectId, json(call));
      const { metadata, data } = partsOf(call.body);
      return jobs.insert(call.projectId, JSON.parse(metadata), data);
    },
    'GET jobs/*': ({ ids: [jobId = ''] }) => jobs.get(jobId),
    'POST jobs/*/cancel': ({ ids: [jobId = ''] }) => jobs.cancel(jobId),
    'POST queries': async (call) => {
      const query = json(call);
      const { jobReference } = await jobs.insert(call.projectId, { configuration: { query } });
      const maxResults = query.maxResults ?? Number.POSITIVE_INFINITY;
      const { timeoutMs = timeoutMsDefault } = query;
      return jobs.results(jobReference.jobId, { maxResults, pageToken: null, timeoutMs });
    },
    'GET queries/*': (call) => jobs.results(call.ids[0] ?? '', page(call)),
  };
}

/** Whatever stands before "/projects/" is the client's affair. Every second segment behind it is an id. */
async function handle(routes: Readonly<Record<string, Handler>>, request: IncomingMessage): Promise<object> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const [, projectId = '', rest = ''] = /\/projects\/([^/]+)\/(.+?)\/?$/.exec(pathname) ?? [];
  const segments = rest.split('/').map(decodeURIComponent);
  const pattern = segments.map((segment, index) => (index % 2 === 0 ? segment : '*')).join('/');
  const route = routes[`${request.method} ${pattern}`];
  if (route === undefined) throw new BigQueryError('notFound', `Not found: ${request.method} ${pathname}`);
  const ids = segments.filter((_segment, index) => index % 2 === 1);
  const isUpload = pathname.includes('/upload/');
  return route({ projectId, ids, query: searchParams, isUpload, body: await buffer(request) });
}
