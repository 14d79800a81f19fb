/** forget in the cloud: topic `erasures`. */
import { restDocuments } from '#functions/cloud/rest-documents.ts';
import { restWarehouse } from '#functions/cloud/rest-warehouse.ts';
import { settleSeconds } from '#functions/cloud/seconds.ts';
import { collect } from '#functions/cloud/telemetry.ts';
import { createForget } from '#functions/forget/handler.ts';
import { createWaitBySeconds } from '#functions/forget/wait.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { clock } from '#shared/edge/cloud/clock.ts';
import { readConfig } from '#shared/edge/cloud/config.ts';
import { onMessage } from '#shared/edge/cloud/on-message.ts';
import { createCloudLog } from '#shared/edge/cloud/trace.ts';
import { createWarehouseErasers } from '#shared/sql/forget/erasers.ts';

const config = readConfig();
collect(config, 'forget');
const log = createCloudLog(config.projectId);
const documents = documentPorts(restDocuments(config), clock);
const erasers = [...documents.erasers, ...createWarehouseErasers(restWarehouse(config))];
const settled = createWaitBySeconds(clock, settleSeconds);
const handle = createForget({ ...documents, erasers, waitForWork: settled, clock, log });

onMessage({ verb: 'forget', topic: 'erasures', handle, log });
