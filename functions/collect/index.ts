/** collect in the cloud: Scheduler, every quarter of an hour; it exists where the operator names a media server. */
import { restDocuments } from '#functions/cloud/rest-documents.ts';
import { restTopics } from '#functions/cloud/rest-topics.ts';
import { collect } from '#functions/cloud/telemetry.ts';
import { createCollect } from '#functions/collect/handler.ts';
import { connectMediaServers } from '#functions/media-servers/connect.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { clock } from '#shared/edge/cloud/clock.ts';
import { readConfig } from '#shared/edge/cloud/config.ts';
import { onSchedule } from '#shared/edge/cloud/on-schedule.ts';
import { createCloudLog } from '#shared/edge/cloud/trace.ts';

const config = readConfig();
collect(config, 'collect');
const log = createCloudLog(config.projectId);
const documents = documentPorts(restDocuments(config), clock);
const mediaServers = connectMediaServers(process.env.SEGUE_LIBRARIES);
const handle = createCollect({ ...documents, mediaServers, topics: restTopics(config), log });

onSchedule({ verb: 'collect', handle: (at) => handle(at), clock, log });
