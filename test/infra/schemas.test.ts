/** What infra/ takes from code: the files are fresh, and the readings of collections, tables and messages are right. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { infraSchemas } from '#functions/cli/infra-schemas.ts';
import { documentsOf } from '#functions/infra/documents.ts';
import { tablesOf } from '#functions/infra/tables.ts';
import { topicsOf } from '#functions/infra/topics.ts';
import { root } from '#test/infra/checker.ts';

describe('infraSchemas', () => {
  it.each([...infraSchemas()])('infra/%s is fresh (mend with npm run infra:schemas)', (name, text) => {
    expect(readFileSync(join(root, 'infra', name), 'utf8')).toBe(text);
  });
});

describe('documentsOf', () => {
  const { plays } = documentsOf({
    plays: { queries: [['at'], ['user', 'at'], ['user', 'kind', 'at']], expires: true },
  });

  it('keeps the automatic index only of fields that are asked for alone', () => {
    expect(plays?.exempt).toEqual(['body', 'kind', 'user']);
  });

  it('makes a composite index in both directions for every query of several fields', () => {
    expect(plays?.indexes).toEqual([
      { fields: ['user', 'at'], order: 'ASCENDING' },
      { fields: ['user', 'at'], order: 'DESCENDING' },
      { fields: ['user', 'kind', 'at'], order: 'ASCENDING' },
      { fields: ['user', 'kind', 'at'], order: 'DESCENDING' },
    ]);
  });
});

describe('tablesOf', () => {
  const tables = tablesOf();

  it('lands messages in the columns that a BigQuery subscription with metadata writes', () => {
    expect(tables.listen_messages?.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'subscription_name STRING',
      'message_id STRING',
      'publish_time TIMESTAMP',
      'data STRING',
      'attributes STRING',
    ]);
  });

  it('clusters by at most the four columns BigQuery allows, each a column of the table', () => {
    for (const [name, { cluster, columns, partition }] of Object.entries(tables)) {
      expect(cluster.length, name).toBeLessThanOrEqual(4);
      const names = columns.map((column) => column.name);
      expect(names, name).toEqual(expect.arrayContaining([...cluster, ...(partition ? [partition.column] : [])]));
    }
  });
});

describe('topicsOf', () => {
  it('gives a message of plain fields an Avro schema that takes its JSON as it is', () => {
    const Due = z.strictObject({ due: z.array(z.strictObject({ userId: z.string().brand<'U'>(), at: z.int() })) });
    expect(topicsOf({ due: Due })).toEqual({
      due: {
        schema: {
          type: 'record',
          name: 'Due',
          fields: [
            {
              name: 'due',
              type: {
                type: 'array',
                items: {
                  type: 'record',
                  name: 'DueDue',
                  fields: [
                    { name: 'userId', type: 'string' },
                    { name: 'at', type: 'long' },
                  ],
                },
              },
            },
          ],
        },
      },
    });
  });

  it.each([
    ['a missing field', z.strictObject({ a: z.string().optional() })],
    ['a null', z.strictObject({ a: z.string().nullable() })],
    ['a union', z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.string() })])],
    ['free-form values', z.strictObject({ a: z.record(z.string(), z.json()) })],
  ])('gives none where Avro writes %s otherwise', (_, schema) => {
    expect(topicsOf({ x: schema })).toEqual({ x: { schema: null } });
  });
});
