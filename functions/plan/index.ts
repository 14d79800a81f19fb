/** plan in the cloud: Scheduler, hourly. It publishes much at a time, so it takes the client that batches. */
import { restDocuments } from '#functions/cloud/rest-documents.ts';
import { collect } from '#functions/cloud/telemetry.ts';
import { createPlan } from '#functions/plan/handler.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { createPubSubTopics } from '#shared/adapters/pubsub/topics.ts';
import { clock } from '#shared/edge/cloud/clock.ts';
import { readConfig } from '#shared/edge/cloud/config.ts';
import { onSchedule } from '#shared/edge/cloud/on-schedule.ts';
import { createCloudLog } from '#shared/edge/cloud/trace.ts';

const config = readConfig();
collect(config, 'plan');
const log = createCloudLog(config.projectId);
const documents = documentPorts(restDocuments(config), clock);
const handle = createPlan({ ...documents, topics: createPubSubTopics(config), log });

onSchedule({ verb: 'plan', handle, clock, log });
