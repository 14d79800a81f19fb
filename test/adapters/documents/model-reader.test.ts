import { describe, expect, it } from 'vitest';
import { createCatalogue } from '#shared/adapters/documents/catalogue.ts';
import { createModels, createModelWriter } from '#shared/adapters/documents/models.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import type { ItemId, ModelVersion } from '#shared/schemas/ids.ts';
import type { Item } from '#shared/schemas/item.ts';
import { limits } from '#shared/schemas/limits.ts';
import { bytesOf, createCounter } from '#test/support/counting.ts';

const first = '20261122T030000Z' as ModelVersion;
const second = '20261123T030000Z' as ModelVersion;
const clock = (): number => 1_795_000_000;

const card = (itemId: string, title: string) => ({ itemId: itemId as ItemId, kind: 'track' as const, title, tags: [] });
const neighboursOf = (modelVersion: ModelVersion, itemId: string, title: string) => ({
  modelVersion,
  itemId,
  neighbours: [{ item: card('popular', title), score: 1 }],
});

function open() {
  const counter = createCounter(createMemoryDocumentStore());
  return { counter, models: createModels(counter.store), writer: createModelWriter(counter.store, clock) };
}

describe('createModels', () => {
  it('createModels: a document of a model is read once, and given in the order asked for', async () => {
    const { counter, models, writer } = open();
    await writer.write(first, { neighbours: [neighboursOf(first, 'a', 'A'), neighboursOf(first, 'b', 'B')] }, clock());
    await models.neighbours(first, ['a']);
    counter.taken();
    const found = await models.neighbours(first, ['b', 'none', 'a', 'b']);
    expect(found.map((each) => each?.itemId)).toEqual(['b', undefined, 'a', 'b']);
    expect(counter.taken().sharedReads).toBe(3);
    await models.neighbours(first, ['b', 'a']);
    expect(counter.taken().sharedReads).toBe(0);
  });

  it('I8 Whole or not at all: another model version says its own, also of items that the last one described', async () => {
    const { models, writer } = open();
    await writer.write(first, { neighbours: [neighboursOf(first, 'a', 'old title')] }, clock());
    await writer.write(second, { neighbours: [neighboursOf(second, 'a', 'new title')] }, clock());
    const titles: (string | undefined)[] = [];
    for (const version of [first, second, first, second]) {
      titles.push((await models.neighbours(version, ['a']))[0]?.neighbours[0]?.item.title);
    }
    expect(titles).toEqual(['old title', 'new title', 'old title', 'new title']);
  });

  it('I11 Bounded: no commit is larger than a request may be, whatever is written at once', async () => {
    const { counter, models } = open();
    const commits: number[] = [];
    const measuring = createModelWriter(
      {
        ...counter.store,
        write: async (writes) => {
          commits.push(writes.reduce((sum, write) => sum + (write.op === 'delete' ? 0 : bytesOf(write.body)), 0));
          await counter.store.write(writes);
        },
      },
      clock,
    );
    const large = Array.from({ length: 50 }, (_, nth) => neighboursOf(first, `item ${nth}`, 'x'.repeat(400_000)));
    await measuring.write(first, { neighbours: large }, clock());
    expect(Math.max(...commits)).toBeLessThanOrEqual(limits.commitBytesMax);
    expect(commits.length).toBeLessThanOrEqual(2 + Math.ceil((50 * 400_000) / limits.commitBytesMax));
    expect((await models.neighbours(first, ['item 49']))[0]?.itemId).toBe('item 49');
  });

  it('createModels: what was missing is asked for again', async () => {
    const { models, writer } = open();
    expect(await models.lists(first, ['popular:track'])).toEqual([undefined]);
    await writer.write(first, { lists: [{ modelVersion: first, name: 'popular:track', items: [] }] }, clock());
    expect((await models.lists(first, ['popular:track']))[0]?.name).toBe('popular:track');
  });
});

describe('createCatalogue', () => {
  const item = (title: string): Item => ({ ...card('song', title), source: 'operator' });

  it('createCatalogue: an item is read once a minute, and this process’s own word counts at once', async () => {
    const counter = createCounter(createMemoryDocumentStore());
    let now = clock();
    const catalogue = createCatalogue(counter.store, () => now);
    await counter.store.write([{ op: 'set', collection: 'items', id: 'song', body: item('first') }]);
    const title = async () => (await catalogue.read(['song']))[0]?.title;
    expect(await title()).toBe('first');
    await counter.store.write([{ op: 'set', collection: 'items', id: 'song', body: item('elsewhere') }]);
    expect(await title()).toBe('first');
    now += 61;
    expect(await title()).toBe('elsewhere');
    await catalogue.put([item('mine')]);
    expect(await title()).toBe('mine');
  });
});
