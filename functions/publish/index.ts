/** publish in the cloud: topic `models`, one shard a message, from BigQuery to Firestore, in bulk through their clients. */
import { bulkDocuments } from '#functions/cloud/documents.ts';
import { restTopics } from '#functions/cloud/rest-topics.ts';
import { collect } from '#functions/cloud/telemetry.ts';
import { workerWarehouse } from '#functions/cloud/warehouse.ts';
import { createPublish } from '#functions/publish/handler.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { clock } from '#shared/edge/cloud/clock.ts';
import { readConfig } from '#shared/edge/cloud/config.ts';
import { onMessage } from '#shared/edge/cloud/on-message.ts';
import { createCloudLog } from '#shared/edge/cloud/trace.ts';

const config = readConfig();
collect(config, 'publish');
const log = createCloudLog(config.projectId);
const documents = documentPorts(bulkDocuments(config), clock);
const handle = createPublish({
  ...documents,
  topics: restTopics(config),
  warehouse: workerWarehouse(config),
  clock,
  log,
});

onMessage({ verb: 'publish', topic: 'models', handle, log });
