/** train in the cloud: Scheduler, daily. The SQL runs in BigQuery, the factorisation on this function's own cores. */

import { patienceOfTraining as patience } from '#functions/cloud/patience.ts';
import { restDocuments } from '#functions/cloud/rest-documents.ts';
import { restTopics } from '#functions/cloud/rest-topics.ts';
import { collect } from '#functions/cloud/telemetry.ts';
import { workerWarehouse } from '#functions/cloud/warehouse.ts';
import { createTrain } from '#functions/train/handler.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { createThreadedFactoriser } from '#shared/adapters/threads/factoriser.ts';
import { clock } from '#shared/edge/cloud/clock.ts';
import { readConfig } from '#shared/edge/cloud/config.ts';
import { onSchedule } from '#shared/edge/cloud/on-schedule.ts';
import { createCloudLog } from '#shared/edge/cloud/trace.ts';
import { readCount } from '#shared/edge/count.ts';
import { cloudOverlapSeconds } from '#shared/sql/refresh/refresh.ts';
import { createRefresher } from '#shared/sql/refresh/refresher.ts';

const config = readConfig();
collect(config, 'train');
const log = createCloudLog(config.projectId);
const documents = documentPorts(restDocuments(config), clock);
const warehouse = workerWarehouse(config);
const refresh = createRefresher({ ...documents, warehouse, patience, overlapSeconds: cloudOverlapSeconds });
const { codeVersion } = config;
const factoriser = createThreadedFactoriser();
const handle = createTrain({
  ...documents,
  topics: restTopics(config),
  warehouse,
  refresh,
  factoriser,
  codeVersion,
  log,
  usersPerStatement: Number.POSITIVE_INFINITY,
  // Among strangers, what fewer than three play is proposed to nobody else.
  proposedListenersMin: readCount('SEGUE_PROPOSED_LISTENERS_MIN', process.env.SEGUE_PROPOSED_LISTENERS_MIN || '3'),
});

onSchedule({ verb: 'train', handle, clock, log });
