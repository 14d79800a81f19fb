/** ingest in the cloud: writes of both interfaces, over REST, so that the first listen does not wait for a client to load. */
import { routesElsewhere } from '#functions/cloud/http-routes.ts';
import { restDocuments } from '#functions/cloud/rest-documents.ts';
import { restTopics } from '#functions/cloud/rest-topics.ts';
import { restWarehouse } from '#functions/cloud/rest-warehouse.ts';
import { knownSeconds } from '#functions/cloud/seconds.ts';
import { collect } from '#functions/cloud/telemetry.ts';
import { createIngest } from '#functions/ingest/handler.ts';
import { createListenBrainzIngest } from '#functions/ingest/listenbrainz/handler.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { clock } from '#shared/edge/cloud/clock.ts';
import { readConfig, requireVariable } from '#shared/edge/cloud/config.ts';
import { onHttp } from '#shared/edge/cloud/on-http.ts';
import { createCloudLog } from '#shared/edge/cloud/trace.ts';
import { createAuthenticate } from '#shared/edge/http/authenticate.ts';
import { createHttp, routesOf } from '#shared/edge/http/dispatch.ts';
import { operationsOf } from '#shared/edge/http/operation.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import { dialectOf } from '#shared/edge/listenbrainz/dialect.ts';
import { listenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { createHistory } from '#shared/sql/serve/history.ts';

const config = readConfig();
collect(config, 'ingest');
const operatorHash = requireVariable('SEGUE_OPERATOR_TOKEN_HASH', process.env.SEGUE_OPERATOR_TOKEN_HASH);
const log = createCloudLog(config.projectId);
const documents = documentPorts(restDocuments(config), clock);
const warehouse = restWarehouse(config);
const history = createHistory({ ...documents, warehouse, clock });
const ports = { ...documents, history, topics: restTopics(config), log, knownSeconds };

const handle = createHttp({
  routes: [
    ...routesOf(operationsOf(v1, 'ingest'), createIngest(ports)),
    ...routesOf(operationsOf(listenBrainz, 'ingest'), createListenBrainzIngest(ports)),
    ...routesElsewhere('serve'),
  ],
  authenticate: createAuthenticate(documents.tokens, operatorHash),
  dialectOf,
  clock,
  log,
});

onHttp({ verb: 'ingest', handle, proxies: Number(process.env.SEGUE_PROXIES ?? 0) });
