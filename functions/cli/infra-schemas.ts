/**
 * Writes what infra/ takes from code, so that neither is typed twice: `npm run infra:schemas`.
 *
 * infra/schemas/tables.json     BigQuery tables, from shared/schemas/tables.ts
 * infra/schemas/documents.json  Firestore indexes, exemptions and time to live, from shared/schemas/collections.ts
 * infra/schemas/topics.json     Pub/Sub topics and their Avro schemas, from shared/schemas/message.ts
 * infra/schemas/signals.json    metrics and objectives, from shared/schemas/signals.ts
 * infra/schemas/limits.json     the limits of code that a resource has to repeat, from shared/schemas/limits.ts
 * infra/README.md               its tables of signals and objectives
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { documentsOf } from '#functions/infra/documents.ts';
import { withSignals } from '#functions/infra/readme.ts';
import { tablesOf } from '#functions/infra/tables.ts';
import { topicsOf } from '#functions/infra/topics.ts';
import { collections } from '#shared/schemas/collections.ts';
import { limits } from '#shared/schemas/limits.ts';
import { topics } from '#shared/schemas/message.ts';
import { objectives, signals } from '#shared/schemas/signals.ts';

const folder = new URL('../../infra/', import.meta.url);

/** File name, relative to infra/, to text. */
export function infraSchemas(): Map<string, string> {
  const files = {
    'schemas/tables.json': tablesOf(),
    'schemas/documents.json': documentsOf(collections),
    'schemas/topics.json': topicsOf(topics),
    'schemas/signals.json': { signals, objectives },
    'schemas/limits.json': {
      deliveryAttemptsMax: limits.deliveryAttemptsMax,
      erasureAttemptsMax: limits.erasureAttemptsMax,
      publicationAttemptsMax: limits.publicationAttemptsMax,
    },
  };
  return new Map([
    ...Object.entries(files).map(([name, value]) => [name, `${JSON.stringify(value, null, 2)}\n`] as const),
    ['README.md', withSignals(readFileSync(new URL('README.md', folder), 'utf8'))],
  ]);
}

if (import.meta.main) {
  mkdirSync(new URL('schemas/', folder), { recursive: true });
  for (const [name, text] of infraSchemas()) writeFileSync(new URL(name, folder), text);
}
