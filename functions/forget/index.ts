/** forget in the cloud: topic `erasures`. */
import { workerDocuments } from '#functions/cloud/documents.ts';
import { settleSeconds } from '#functions/cloud/seconds.ts';
import { createForget } from '#functions/forget/handler.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { clock } from '#shared/edge/cloud/clock.ts';
import { readConfig } from '#shared/edge/cloud/config.ts';
import { onMessage } from '#shared/edge/cloud/on-message.ts';
import { createCloudLog } from '#shared/edge/cloud/trace.ts';

const config = readConfig();
const log = createCloudLog(config.projectId);
const documents = documentPorts(workerDocuments(config), clock);
const handle = createForget({ ...documents, clock, log, settleSeconds });

onMessage({ verb: 'forget', topic: 'erasures', handle, log });
