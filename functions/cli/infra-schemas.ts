/**
 * Writes what infra/ takes from code, so that neither is typed twice: `npm run infra:schemas`.
 *
 * infra/schemas/tables.json     BigQuery tables, from shared/schemas/tables.ts
 * infra/schemas/documents.json  Firestore indexes, exemptions and time to live, from shared/schemas/collections.ts
 * infra/schemas/topics.json     Pub/Sub topics and their Avro schemas, from shared/schemas/message.ts
 * infra/schemas/signals.json    metrics and objectives, from shared/schemas/signals.ts
 * infra/schemas/limits.json     the limits of code that a resource has to repeat, from shared/schemas/limits.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { documentsOf } from '#functions/cli/infra/documents.ts';
import { tablesOf } from '#functions/cli/infra/tables.ts';
import { topicsOf } from '#functions/cli/infra/topics.ts';
import { collections } from '#shared/schemas/collections.ts';
import { limits } from '#shared/schemas/limits.ts';
import { topics } from '#shared/schemas/message.ts';
import { objectives, signals } from '#shared/schemas/signals.ts';

const folder = new URL('../../infra/schemas/', import.meta.url);

/** File name to text. */
export function infraSchemas(): Map<string, string> {
  const files = {
    'tables.json': tablesOf(),
    'documents.json': documentsOf(collections),
    'topics.json': topicsOf(topics),
    'signals.json': { signals, objectives },
    'limits.json': { deliveryAttemptsMax: limits.deliveryAttemptsMax },
  };
  return new Map(Object.entries(files).map(([name, value]) => [name, `${JSON.stringify(value, null, 2)}\n`]));
}

if (import.meta.main) {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of infraSchemas()) writeFileSync(new URL(name, folder), text);
}
