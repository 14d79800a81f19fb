/** An edition and a small model as a home stores them, for what the wire reads back. */
import type { Patch, Reason, StoredEdition } from '#shared/schemas/edition.ts';
import type { ArtistId, ItemId, ModelVersion, PlaylistId, ReleaseId, UserId } from '#shared/schemas/ids.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import type { TestHome } from '#test/support/home.ts';

export const modelVersion = '20261123T030000Z' as ModelVersion;

/** MusicBrainz knows it, and its artist. */
export const sinnerman: ItemCard = {
  itemId: '0f1e2d3c-4b5a-4678-8abc-def012345678' as ItemId,
  kind: 'track',
  title: 'Sinnerman',
  artistId: 'aaaaaaaa-4b5a-4678-8abc-def012345678' as ArtistId,
  artistName: 'Nina Simone',
  releaseId: 'cccccccc-4b5a-4678-8abc-def012345678' as ReleaseId,
  releaseGroupId: 'dddddddd-4b5a-4678-8abc-def012345678' as ReleaseId,
  durationMs: 622_000,
  tags: ['jazz'],
};
/** Nobody said more of it than its id. */
export const unnamed: ItemCard = { itemId: 'song 7' as ItemId, kind: 'track', tags: [] };

export type Made = {
  readonly playlistId: string;
  readonly userId?: string;
  readonly patch?: Patch;
  readonly title?: string;
  /** Unix seconds. */
  readonly dueAt: number;
  /** Two that everybody knows when left out. */
  readonly items?: readonly ItemCard[];
  /** Variant by experiment; in none when left out. */
  readonly variants?: Readonly<Record<string, string>>;
  /** Items that were in one of the last editions; none when left out. */
  readonly repeats?: number;
  /** What led to them. */
  readonly because?: ItemCard;
};

export async function storeEdition({ home }: TestHome, made: Made): Promise<void> {
  const { playlistId, userId = 'ada', patch = 'weekly-exploration', title = 'Weekly Exploration', dueAt } = made;
  const { items: cards = [sinnerman, unnamed], because, variants = {}, repeats = 0 } = made;
  const period = '2026-W48' as StoredEdition['edition']['period'];
  const ids = { playlistId: playlistId as PlaylistId, userId: userId as UserId, patch, period, modelVersion };
  const reason = reasonFrom(because);
  const items = cards.map((item, nth) => ({ position: nth + 1, item, score: 1, reason }));
  await home.stores.editions.store({
    edition: {
      ...ids,
      title,
      description: because === undefined ? 'Never heard' : `New to you, led by ${because.artistName}`,
      createdAt: dueAt,
      expiresAt: dueAt + 7 * 86_400,
      items,
    },
    manifest: {
      ...ids,
      dueAt,
      watermark: dueAt - 3_600,
      configDigest: '',
      codeVersion: 'test',
      seed: 1,
      variants: { ...variants },
      length: items.length,
      rungs: {},
      relaxed: [],
      repeats: { count: repeats, why: null },
      poolSize: items.length,
      inputsDigest: '',
      editionDigest: '',
    },
    inputs: '',
  });
}

function reasonFrom(seed: ItemCard | undefined): Reason {
  if (seed === undefined) return { rung: 'neighbours', because: [], text: 'Because you played Feeling Good' };
  const { itemId: id, title, artistId, artistName } = seed;
  const evidence = { of: 'item' as const, id, share: 1, name: title as string, artistId: artistId as string };
  return { rung: 'neighbours', because: [evidence], text: `Because you played ${title} by ${artistName}` };
}

/** A model in which every one of `near` is a neighbour of `itemId`, the first the nearest. */
export async function publishModel({ home, time }: TestHome, itemId: string, near: readonly ItemCard[]): Promise<void> {
  const neighbours = near.map((item, nth) => ({ item, score: 1 - nth / 10 }));
  const { modelWriter, registry } = home.stores;
  await modelWriter.write(modelVersion, { neighbours: [{ modelVersion, itemId, neighbours }] }, time.now + 86_400);
  await registry.point(() => ({ modelVersion, publishedAt: time.now, watermark: time.now, previous: [] }));
}
