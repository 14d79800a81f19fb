/** assemble in the cloud: topic `editions`. */
import { createAssemble } from '#functions/assemble/handler.ts';
import { restDocuments } from '#functions/cloud/rest-documents.ts';
import { restTopics } from '#functions/cloud/rest-topics.ts';
import { collect } from '#functions/cloud/telemetry.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { createWebhook } from '#shared/adapters/webhook/webhook.ts';
import { clock } from '#shared/edge/cloud/clock.ts';
import { readConfig, requireVariable } from '#shared/edge/cloud/config.ts';
import { onMessage } from '#shared/edge/cloud/on-message.ts';
import { createCloudLog } from '#shared/edge/cloud/trace.ts';
import { readExperiments } from '#shared/edge/experiments.ts';

const config = readConfig();
collect(config, 'assemble');
const secret = requireVariable('SEGUE_WEBHOOK_SECRET', process.env.SEGUE_WEBHOOK_SECRET);
const log = createCloudLog(config.projectId);
const documents = documentPorts(restDocuments(config), clock);
const handle = createAssemble({
  ...documents,
  topics: restTopics(config),
  webhook: createWebhook({ secret, loopbackAllowed: false }),
  experiments: readExperiments(process.env.SEGUE_EXPERIMENTS),
  codeVersion: config.codeVersion,
  clock,
  log,
});

onMessage({ verb: 'assemble', topic: 'editions', handle, log });
