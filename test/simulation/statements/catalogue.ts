/** What is said of items, what everybody may read of it, and their tags. */

import { itemOf } from '#functions/learn/handler.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { RowOf } from '#shared/schemas/tables.ts';
import { compare, landedWithin } from '#test/simulation/statements/messages.ts';
import type { Select } from '#test/simulation/warehouse.ts';

type ItemRow = RowOf<'items'>;
type WordsRow = RowOf<'item_words'>;

const whole = (value: unknown): number => (value as { int64: number }).int64;

const itemWords: Select = (tables, parameters) => {
  const known = new Set(tables.item_words.map(({ item_id }) => item_id));
  const offers: WordsRow[] = [
    ...landedWithin(tables, parameters).flatMap(({ row, message }) => {
      const receivedAt = new Date(message.receivedAt * 1_000);
      const rowOf = (item: Item, userId: string) => wordsOf(item, { userId, receivedAt, messageId: row.message_id });
      if (message.type === 'catalogued') return message.items.map((item) => rowOf(item, ''));
      if (message.type !== 'listened') return [];
      return message.listens.map((listen) => rowOf(itemOf(listen), message.userId));
    }),
    ...tables.item_words,
    ...tables.items.filter(({ item_id }) => !known.has(item_id)).map((row) => ({ ...row, user_id: '' })),
  ];
  const best = new Map<string, WordsRow>();
  for (const offer of offers) {
    const key = JSON.stringify([offer.item_id, offer.source, offer.user_id]);
    const before = best.get(key);
    if (before === undefined || counts(offer, before) < 0) best.set(key, offer);
  }
  return [...Map.groupBy(best.values(), ({ item_id, source }) => JSON.stringify([item_id, source])).values()].flatMap(
    (rows) => rows.sort(byArrival).slice(0, whole(parameters.words_tellers_max)),
  );
};

/** The operator's latest word; a listener's first, and of those with an address the first. */
function counts(a: WordsRow, b: WordsRow): number {
  const bare = ({ addresses }: ItemRow): number => (a.source === 'listen' && addresses === '[]' ? 1 : 0);
  if (bare(a) !== bare(b)) return bare(a) - bare(b);
  const order = compare(a.received_at.getTime(), b.received_at.getTime()) || compare(a.message_id, b.message_id);
  return a.source === 'operator' ? -order : order;
}

const byArrival = (a: WordsRow, b: WordsRow): number =>
  compare(a.received_at.getTime(), b.received_at.getTime()) ||
  compare(a.message_id, b.message_id) ||
  compare(a.user_id, b.user_id);

type From = { readonly userId: string; readonly receivedAt: Date; readonly messageId: string };

function wordsOf(item: Item, { userId, receivedAt, messageId }: From): WordsRow {
  return {
    item_id: item.itemId,
    user_id: userId,
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

const items: Select = ({ item_words }, { words_tellers_min }) => {
  const enough = whole(words_tellers_min);
  return [...Map.groupBy(item_words, ({ item_id }) => item_id).values()].map((rows): ItemRow => {
    const operators = rows.find(({ source }) => source === 'operator');
    const { user_id: _, ...row } = operators ?? sharedOf(rows.sort(byArrival), enough);
    return row;
  });
};

/** The one that enough were first to say; else the first of all where one teller is enough. */
function sharedOf(told: readonly WordsRow[], enough: number): WordsRow {
  const first = told[0] as WordsRow;
  const value = <K extends keyof WordsRow>(field: K, alone: (row: WordsRow) => boolean): WordsRow[K] => {
    const said = told.filter((row) => row[field] !== null && row[field] !== '[]');
    const agreed = said.find(
      (row, nth) => said.slice(0, nth + 1).filter((other) => other[field] === row[field]).length === enough,
    );
    return (agreed ?? said.find(alone))?.[field] ?? (null as WordsRow[K]);
  };
  const never = () => false;
  const always = () => true;
  const named = (row: WordsRow) => row.title !== null && row.artist_name !== null && row.recording_id === null;
  const durations = told.flatMap(({ duration_ms }) => duration_ms ?? []).sort((a, b) => a - b);
  return {
    ...first,
    kind: value('kind', always),
    title: value('title', named),
    artist_name: value('artist_name', named),
    release_name: value('release_name', never),
    artist_id: value('artist_id', always),
    release_id: value('release_id', always),
    release_group_id: value('release_group_id', always),
    recording_id: value('recording_id', never),
    song_id: value('song_id', never),
    duration_ms: durations[(durations.length - 1) >> 1] ?? null,
    published_at: null,
    serial: null,
    explicit: null,
    url: null,
    addresses: value('addresses', always) ?? '[]',
    artist_addresses: value('artist_addresses', always) ?? '[]',
    tags: value('tags', never) ?? '[]',
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

export const catalogueStatements = {
  'refresh/item_words': itemWords,
  'refresh/items': items,
  'refresh/item_tags': itemTags,
} satisfies Record<string, Select>;
