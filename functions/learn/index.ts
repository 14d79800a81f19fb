/** learn in the cloud: topic `listens`. BigQuery is loaded for the first rebuild, which most instances never do. */
import { workerDocuments } from '#functions/cloud/documents.ts';
import { restTopics } from '#functions/cloud/rest-adapters.ts';
import { lazyWarehouse } from '#functions/cloud/warehouse.ts';
import { createLearn } from '#functions/learn/handler.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { clock } from '#shared/edge/cloud/clock.ts';
import { readConfig } from '#shared/edge/cloud/config.ts';
import { onMessage } from '#shared/edge/cloud/on-message.ts';
import { createCloudLog } from '#shared/edge/cloud/trace.ts';
import { cloudOverlapSeconds } from '#shared/sql/refresh.ts';
import { createRefresher } from '#shared/sql/refresher.ts';

const config = readConfig();
const log = createCloudLog(config.projectId);
const documents = documentPorts(workerDocuments(config), clock);
const warehouse = lazyWarehouse(config);
const refresh = createRefresher({ ...documents, warehouse, overlapSeconds: cloudOverlapSeconds });
const handle = createLearn({ ...documents, topics: restTopics(config), warehouse, refresh, clock, log });

onMessage({ verb: 'learn', topic: 'listens', handle, log });
