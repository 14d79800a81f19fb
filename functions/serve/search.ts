/** GET /v1/users/{userId}/search: items, artists, shows, tags and own playlists, as one types. */
import { readUser } from '#functions/serve/read-user.ts';
import { readEntries } from '#functions/serve/search-lists.ts';
import { cardOf } from '#shared/domain/card.ts';
import { withAllowed } from '#shared/domain/edition/visible-edition.ts';
import { likingOf, sharesOf } from '#shared/domain/profile/liking.ts';
import { round } from '#shared/domain/round.ts';
import type { Entry } from '#shared/domain/search/build.ts';
import { entryName, findableOf } from '#shared/domain/search/entries.ts';
import { type Hit, rankEntries } from '#shared/domain/search/rank.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { type Wishes, wishesOf } from '#shared/domain/wishes/visibility.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import { rfc3339OrNull } from '#shared/edge/http/views.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Editions } from '#shared/ports/editions.ts';
import type { Models } from '#shared/ports/models.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Users } from '#shared/ports/users.ts';
import { type DuePatch, patches } from '#shared/schemas/edition.ts';
import type { ItemId } from '#shared/schemas/ids.ts';
import type { ItemCard, ModelPointer } from '#shared/schemas/model.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import type { User } from '#shared/schemas/user.ts';

export type SearchPorts = {
  readonly users: Users;
  readonly profiles: Profiles;
  readonly models: Models;
  readonly catalogue: Catalogue;
  readonly editions: Editions;
};

export function createSearchHandler(ports: SearchPorts) {
  const { users, profiles, models } = ports;
  return async ({ params: { userId }, query: { q, of, limit }, now }: Call<V1['getSearch']>): Promise<Answer> => {
    const [user, profile, pointer] = await Promise.all([
      readUser(users, userId),
      profiles.read(userId),
      models.pointer(),
    ]);
    const wishes = wishesOf(user, now);
    const likes = likingOf(profile, now);
    const own = sharesOf(profile?.items ?? [], now);
    const rank = (entries: readonly Entry[]): Hit[] =>
      rankEntries({
        entries,
        query: q,
        allowed: (card) => (of === undefined || findableOf(card) === of) && shownOf(card, wishes),
        liking: (card) => Math.max(own.get(card.itemId) ?? 0, likes(card)),
        limit,
      });
    const recent = await recentOf(ports, profile, pointer);
    const enough = (entries: readonly Entry[]): boolean =>
      rank(entries).filter(({ how }) => how !== 'typo').length >= limit;
    const entries =
      pointer === undefined || of === 'playlist'
        ? []
        : await readEntries((names) => models.lists(pointer.modelVersion, names), q, enough);
    const found = of === 'playlist' ? [] : rank([...recent, ...entries]).map(resultOf);
    const lists = of === undefined || of === 'playlist' ? await playlistsOf(ports, user, wishes, q) : [];
    return {
      status: 200,
      json: {
        userId,
        results: [...found, ...lists].sort((a, b) => b.score - a.score).slice(0, limit),
        asOf: rfc3339OrNull(profile?.watermark),
        modelVersion: pointer?.modelVersion ?? null,
      },
    };
  };
}

/** An artist or tag that is never to be named, and an item that is never to be shown. */
function shownOf(card: ItemCard, { allows, forbids }: Wishes): boolean {
  if (findableOf(card) !== 'tag') return allows(card);
  return !forbids({ of: 'tag', id: card.tags[0] as string });
}

/** Cards of what the user played since the model: it may not be in the index yet. */
async function recentOf(
  { catalogue }: SearchPorts,
  profile: Profile | undefined,
  pointer: ModelPointer | undefined,
): Promise<Entry[]> {
  const since = (profile?.window ?? []).filter(([, at, id]) => id !== '' && at > (pointer?.watermark ?? 0));
  const ids = [...new Set(since.map(([, , itemId]) => itemId))].slice(0, tuning.search.recentMax);
  const items = await catalogue.read(ids, profile?.userId);
  return items.flatMap((item) => (item?.title === undefined ? [] : [{ item: cardOf(item), score: 0 }]));
}

function resultOf({ of, item, score, liking, field, how }: Hit) {
  const id = of === 'item' ? item.itemId : of === 'tag' ? (item.tags[0] as string) : (item.artistId as string);
  return {
    ...{ of, id, name: entryName(item), item: of === 'item' ? item : null, score: round(score) },
    matched: { field, how },
    why: `${fieldWords[field]} ${howWords[how]}${liking > tuning.search.likedFrom ? ', and you play it' : ''}`,
  };
}

const fieldWords = { title: 'Its title', artist: 'Its artist', release: 'Its release', name: 'Its name' } as const;
const howWords = { whole: 'has the word', beginning: 'begins like that', typo: 'is spelled almost like that' } as const;

/** Own playlists by the name of their promise; only those that match are read, the latest of each. */
async function playlistsOf({ editions }: SearchPorts, user: User, wishes: Wishes, query: string) {
  const titled = patches.map((patch) => ({
    item: { itemId: patch as string as ItemId, kind: 'track' as const, title: tuning.patches[patch].title, tags: [] },
    score: 0,
  }));
  const always = { allowed: () => true, liking: () => 0, limit: patches.length };
  const hits = rankEntries({ entries: titled, query, ...always });
  const latest = await Promise.all(
    hits.map(({ item }) => editions.latest(user.userId, { patch: item.itemId as string as DuePatch, limit: 1 })),
  );
  return hits.flatMap((hit, nth) => {
    const edition = latest[nth]?.[0]?.edition;
    if (edition === undefined) return [];
    const { playlistId, title } = withAllowed(edition, wishes);
    return [{ ...resultOf(hit), of: 'playlist' as const, id: playlistId as string, name: title, item: null }];
  });
}
