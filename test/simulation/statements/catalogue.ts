/** What is known of items, and their tags. */

import { itemOf } from '#functions/learn/handler.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { RowOf } from '#shared/schemas/tables.ts';
import { compare, landedWithin } from '#test/simulation/statements/messages.ts';
import type { Select } from '#test/simulation/warehouse.ts';

type ItemRow = RowOf<'items'>;

const items: Select = (tables, parameters) => {
  const offers = [
    ...tables.items,
    ...landedWithin(tables, parameters).flatMap(({ row, message }) => {
      const receivedAt = new Date(message.receivedAt * 1_000);
      if (message.type === 'catalogued') return message.items.map((item) => rowOf(item, receivedAt, row.message_id));
      if (message.type !== 'listened') return [];
      return message.listens.map((listen) => rowOf(itemOf(listen), receivedAt, row.message_id));
    }),
  ];
  const best = new Map<string, ItemRow>();
  for (const offer of offers) {
    const known = best.get(offer.item_id);
    if (known === undefined || counts(offer, known) < 0) best.set(offer.item_id, offer);
  }
  return [...best.values()];
};

/** The operator's latest word, else the first listen's. */
function counts(a: ItemRow, b: ItemRow): number {
  if (a.source !== b.source) return a.source === 'operator' ? -1 : 1;
  const bare = ({ addresses }: ItemRow): number => (a.source === 'listen' && addresses === '[]' ? 1 : 0);
  if (bare(a) !== bare(b)) return bare(a) - bare(b);
  const order = compare(a.received_at.getTime(), b.received_at.getTime()) || compare(a.message_id, b.message_id);
  return a.source === 'operator' ? -order : order;
}

function rowOf(item: Item, receivedAt: Date, messageId: string): ItemRow {
  return {
    item_id: item.itemId,
    kind: item.kind,
    title: item.title ?? null,
    artist_id: item.artistId ?? null,
    artist_name: item.artistName ?? null,
    release_name: item.releaseName ?? null,
    release_id: item.releaseId ?? null,
    release_group_id: item.releaseGroupId ?? null,
    duration_ms: item.durationMs ?? null,
    published_at: item.publishedAt ?? null,
    serial: item.serial ?? null,
    explicit: item.explicit ?? null,
    url: item.url ?? null,
    recording_id: item.recordingId ?? null,
    song_id: item.songId ?? null,
    addresses: JSON.stringify(item.addresses ?? []),
    artist_addresses: JSON.stringify(item.artistAddresses ?? []),
    tags: JSON.stringify(item.tags),
    source: item.source,
    received_at: receivedAt,
    message_id: messageId,
  };
}

const itemTags: Select = ({ items: known }) =>
  known.flatMap(({ item_id, tags }) =>
    [...new Set((JSON.parse(tags) as string[]).map((tag) => tag.toLowerCase()))].map((tag) => ({
      item_id,
      tag,
      taggings: 1,
    })),
  );

export const catalogueStatements = { 'refresh/items': items, 'refresh/item_tags': itemTags } satisfies Record<
  string,
  Select
>;
