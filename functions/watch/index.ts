/** watch in the cloud: Scheduler, every 15 minutes. Cloud Monitoring knows the subscriptions' backlog and alerts on it. */
import { restDocuments } from '#functions/cloud/rest-documents.ts';
import { restTopics } from '#functions/cloud/rest-topics.ts';
import { restWarehouse } from '#functions/cloud/rest-warehouse.ts';
import { collect } from '#functions/cloud/telemetry.ts';
import { createWatch } from '#functions/watch/handler.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { clock } from '#shared/edge/cloud/clock.ts';
import { readConfig } from '#shared/edge/cloud/config.ts';
import { onSchedule } from '#shared/edge/cloud/on-schedule.ts';
import { createCloudLog } from '#shared/edge/cloud/trace.ts';

const config = readConfig();
collect(config, 'watch');
const log = createCloudLog(config.projectId);
const documents = documentPorts(restDocuments(config), clock);
const backlog = { read: async () => [] };
const outside = { topics: restTopics(config), warehouse: restWarehouse(config) };
const handle = createWatch({ ...documents, ...outside, backlog, log });

onSchedule({ verb: 'watch', handle, clock, log });
