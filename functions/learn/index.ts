/** learn in the cloud: topic `listens`. Instances come and go with the listens, so it starts without client libraries. */
import { patienceOfRebuilds } from '#functions/cloud/patience.ts';
import { restDocuments } from '#functions/cloud/rest-documents.ts';
import { restTopics } from '#functions/cloud/rest-topics.ts';
import { restWarehouse } from '#functions/cloud/rest-warehouse.ts';
import { collect } from '#functions/cloud/telemetry.ts';
import { createLearn } from '#functions/learn/handler.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { clock } from '#shared/edge/cloud/clock.ts';
import { readConfig } from '#shared/edge/cloud/config.ts';
import { onMessage } from '#shared/edge/cloud/on-message.ts';
import { createCloudLog } from '#shared/edge/cloud/trace.ts';
import { cloudRebuildOverlapSeconds } from '#shared/sql/refresh/refresh.ts';
import { createRefresher } from '#shared/sql/refresh/refresher.ts';

const config = readConfig();
collect(config, 'learn');
const log = createCloudLog(config.projectId);
const documents = documentPorts(restDocuments(config), clock);
const warehouse = restWarehouse(config);
const patience = patienceOfRebuilds(documents.registry);
const refresh = createRefresher({ ...documents, warehouse, patience, overlapSeconds: cloudRebuildOverlapSeconds });
const topics = restTopics(config);
const handle = createLearn({ ...documents, topics, warehouse, refresh, clock, log });

onMessage({ verb: 'learn', topic: 'listens', handle, topics, log });
