/** deliver in the cloud: topic `editions`; it exists where the operator names a media server. */
import { restDocuments } from '#functions/cloud/rest-documents.ts';
import { collect } from '#functions/cloud/telemetry.ts';
import { createDeliver } from '#functions/deliver/handler.ts';
import { connectMediaServers } from '#functions/media-servers/connect.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { clock } from '#shared/edge/cloud/clock.ts';
import { readConfig } from '#shared/edge/cloud/config.ts';
import { onMessage } from '#shared/edge/cloud/on-message.ts';
import { createCloudLog } from '#shared/edge/cloud/trace.ts';

const config = readConfig();
collect(config, 'deliver');
const log = createCloudLog(config.projectId);
const documents = documentPorts(restDocuments(config), clock);
const mediaServers = connectMediaServers(process.env.SEGUE_LIBRARIES);
const handle = createDeliver({ ...documents, mediaServers, clock, log });

onMessage({ verb: 'deliver', topic: 'editions', handle, log });
