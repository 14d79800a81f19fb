/**
 * The embedded home: every verb in one process over SQLite and DuckDB. Not a toy: the same handlers, the same ports, the
 * same SQL as in the cloud; the queue and the timers stand where Pub/Sub and Scheduler do.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createForget } from '#functions/forget/handler.ts';
import { createIngest } from '#functions/ingest/handler.ts';
import { createLearn } from '#functions/learn/handler.ts';
import { type Consumer, startConsumer } from '#functions/local/consumer.ts';
import { createLanding } from '#functions/local/landing.ts';
import { createPlan } from '#functions/plan/handler.ts';
import { createWatch } from '#functions/watch/handler.ts';
import { createCatalogue } from '#shared/adapters/documents/catalogue.ts';
import { createEditions, createSchedules } from '#shared/adapters/documents/editions.ts';
import { createDocumentErasers } from '#shared/adapters/documents/erasers.ts';
import { createModelRegistry, createModels, createModelWriter } from '#shared/adapters/documents/models.ts';
import { createProfiles } from '#shared/adapters/documents/profiles.ts';
import { createQuarantine } from '#shared/adapters/documents/quarantine.ts';
import { createReceipts } from '#shared/adapters/documents/receipts.ts';
import { createTokens, createUsers } from '#shared/adapters/documents/users.ts';
import { createVerdicts } from '#shared/adapters/documents/verdicts.ts';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { createSqliteBacklog } from '#shared/adapters/sqlite/backlog.ts';
import { openDatabase } from '#shared/adapters/sqlite/database.ts';
import { createSqliteDocumentStore, sweepExpired } from '#shared/adapters/sqlite/document-store.ts';
import { createSqliteQueue, type Delivery } from '#shared/adapters/sqlite/queue.ts';
import { createAuthenticate, tokenHash } from '#shared/edge/http/authenticate.ts';
import { createHttp, routesOf } from '#shared/edge/http/dispatch.ts';
import { operationsOf } from '#shared/edge/http/operation.ts';
import { problemDialect } from '#shared/edge/http/problem-response.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import type { Log } from '#shared/ports/log.ts';
