/** serve in the cloud: reads of both interfaces, over REST; writes that come to this address are passed on to `ingest`. */
import { routesElsewhere } from '#functions/cloud/http-routes.ts';
import { restDocuments } from '#functions/cloud/rest-documents.ts';
import { restTopics } from '#functions/cloud/rest-topics.ts';
import { restWarehouse } from '#functions/cloud/rest-warehouse.ts';
import { pointerSeconds } from '#functions/cloud/seconds.ts';
import { collect } from '#functions/cloud/telemetry.ts';
import { pageFiles } from '#functions/page/files.ts';
import { createServe } from '#functions/serve/handler.ts';
import { createListenBrainzServe } from '#functions/serve/listenbrainz/handler.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { clock } from '#shared/edge/cloud/clock.ts';
import { readConfig, requireVariable } from '#shared/edge/cloud/config.ts';
import { forward } from '#shared/edge/cloud/forward.ts';
import { onHttp } from '#shared/edge/cloud/on-http.ts';
import { createCloudLog } from '#shared/edge/cloud/trace.ts';
import { readExperiments } from '#shared/edge/experiments.ts';
import { createAuthenticate } from '#shared/edge/http/authenticate.ts';
import { createHttp, routesOf } from '#shared/edge/http/dispatch.ts';
import { withFiles } from '#shared/edge/http/files.ts';
import { operationsOf } from '#shared/edge/http/operation.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import { dialectOf } from '#shared/edge/listenbrainz/dialect.ts';
import { listenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { createHistory } from '#shared/sql/serve/history.ts';

const config = readConfig();
collect(config, 'serve');
const operatorHash = requireVariable('SEGUE_OPERATOR_TOKEN_HASH', process.env.SEGUE_OPERATOR_TOKEN_HASH);
const origin = requireVariable('SEGUE_INGEST_URL', process.env.SEGUE_INGEST_URL);
const log = createCloudLog(config.projectId);
const documents = documentPorts(restDocuments(config), clock, { pointerSeconds });
const authenticate = createAuthenticate(documents.tokens, operatorHash);
const warehouse = restWarehouse(config);
const history = createHistory({ ...documents, warehouse, clock });
const ports = {
  ...documents,
  warehouse,
  topics: restTopics(config),
  history,
  authenticate,
  experiments: readExperiments(process.env.SEGUE_EXPERIMENTS),
  clock,
  log,
  codeVersion: config.codeVersion,
};

const reads = createHttp({
  routes: [
    ...routesOf(operationsOf(v1, 'serve'), createServe(ports)),
    ...routesOf(operationsOf(listenBrainz, 'serve'), createListenBrainzServe(ports)),
    ...routesElsewhere('ingest'),
  ],
  authenticate,
  dialectOf,
  clock,
  log,
});
const handle = withFiles(pageFiles(), forward({ origin, routes: routesElsewhere('ingest'), log }, reads));

onHttp({ verb: 'serve', handle, proxies: Number(process.env.SEGUE_PROXIES ?? 0) });
