/** GET /v1/users/{userId}/home: shelves for a start page, each left out when it would be empty. */
import { readUser } from '#functions/serve/read-user.ts';
import { type RecommendationPorts, recommendLive } from '#functions/serve/recommendations.ts';
import { cardOf } from '#shared/domain/card.ts';
import { ownCards } from '#shared/domain/edition/own-items.ts';
import { withAllowed } from '#shared/domain/edition/visible-edition.ts';
import { seedOf } from '#shared/domain/hash.ts';
import { affinityAt } from '#shared/domain/profile/decay.ts';
import { hasHeard, openHeard } from '#shared/domain/profile/heard.ts';
import { type Allows, type Wishes, wishesOf } from '#shared/domain/wishes/visibility.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import { playlistSummary, rfc3339OrNull } from '#shared/edge/http/views.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Editions } from '#shared/ports/editions.ts';
import { patches } from '#shared/schemas/edition.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import type { AffinityEntry, Profile } from '#shared/schemas/profile.ts';

export type HomePorts = RecommendationPorts & { readonly editions: Editions };

const itemsPerShelf = 12;
/** Artists, and shows, that are asked for what is new: as many documents as a start page is worth. */
const asked = { artists: { ids: 5, items: 3 }, shows: { ids: 3, items: 2 } } as const;
/** Items played lately whose cards did not come with the model. */
const latelyReadMax = 6;
/** What came out longer ago is not new. */
const newSeconds = 60 * 86_400;

type Shown = { readonly item: ItemCard; readonly score?: number };

export function createHomeHandler(ports: HomePorts) {
  const { users, profiles, models, editions, catalogue, libraries } = ports;
  return async ({ params: { userId }, now }: Call<V1['getHome']>): Promise<Answer> => {
    const [user, profile, pointer] = await Promise.all([
      readUser(users, userId),
      profiles.read(userId),
      models.pointer(),
    ]);
    const candidates = pointer && (await models.candidates(pointer.modelVersion, userId));
    const known = candidates === undefined ? undefined : ownCards(candidates);
    const wishes = wishesOf(user, now);
    const { playable } = await libraries.around(user);
    const allowed: Allows = (card) => wishes.allows(card) && (playable === undefined || playable(card));
    const exclude = new Set<string>();
    const request = { limit: itemsPerShelf, kind: 'track' as const, seed: seedOf(userId), exclude, now };
    const because =
      pointer === undefined
        ? []
        : await recommendLive(ports, { user, profile, version: pointer.modelVersion }, request);
    const shelves = [
      shelf('jump-back-in', 'Jump back in', { items: await lately(catalogue, profile, { allowed, known }) }),
      shelf('your-weeklies', 'Your playlists', { playlists: await weeklies(editions, userId, wishes) }),
      shelf('because-you-played', because[0]?.reason.text ?? 'For you', {
        items: because.filter(({ score }) => score > 0),
      }),
      shelf('new-from-artists-you-like', 'New from artists you like', {
        items: await newest(catalogue, { entries: profile?.artists ?? [], ...asked.artists, profile, allowed, now }),
      }),
      shelf('episodes', 'Episodes', {
        items: await newest(catalogue, { entries: profile?.shows ?? [], ...asked.shows, profile, allowed, now }),
      }),
    ];
    return {
      status: 200,
      json: {
        userId,
        shelves: shelves.filter(({ items, playlists }) => items.length + playlists.length > 0),
        asOf: rfc3339OrNull(profile?.watermark),
        modelVersion: pointer?.modelVersion ?? null,
      },
    };
  };
}

type Filled = { readonly items?: readonly Shown[]; readonly playlists?: readonly ReturnType<typeof playlistSummary>[] };

function shelf(name: string, title: string, { items = [], playlists = [] }: Filled) {
  return {
    shelf: name,
    title,
    items: items.map(({ score = 1, ...shown }) => ({ ...shown, score })),
    playlists,
  };
}

/** The last different items, newest first. */
async function lately(
  catalogue: Catalogue,
  profile: Profile | undefined,
  { allowed, known }: { readonly allowed: Allows; readonly known: ReadonlyMap<string, ItemCard> | undefined },
): Promise<Shown[]> {
  const ids = [...new Set(profile?.window.map(([, , itemId]) => itemId).filter((id) => id !== ''))].slice(0, 50);
  const unknown = ids
    .filter((id) => known?.has(id) !== true)
    .slice(0, known === undefined ? ids.length : latelyReadMax);
  const read = (await catalogue.read(unknown, profile?.userId)).filter((item) => item !== undefined);
  const cards = new Map([...(known ?? []), ...read.map((item) => [item.itemId as string, cardOf(item)] as const)]);
  return ids
    .flatMap((id) => cards.get(id) ?? [])
    .filter(allowed)
    .slice(0, itemsPerShelf)
    .map((item) => ({ item }));
}

async function weeklies(editions: Editions, userId: UserId, wishes: Wishes) {
  const latest = await Promise.all(patches.map((patch) => editions.latest(userId, { patch, limit: 1 })));
  return latest.flat().map(({ edition }) => playlistSummary(withAllowed(edition, wishes)));
}

type Wanted = {
  readonly entries: readonly AffinityEntry[];
  /** How many of them are asked, and for how much. */
  readonly ids: number;
  readonly items: number;
  readonly profile: Profile | undefined;
  readonly allowed: Allows;
  readonly now: number;
};

/** What the strongest artists or shows brought out lately and the user has not heard. */
async function newest(catalogue: Catalogue, { entries, ids, items, profile, allowed, now }: Wanted): Promise<Shown[]> {
  const heard = openHeard(profile?.heard ?? []);
  const liked = entries
    .map((entry) => ({ id: entry[0], slow: affinityAt(entry, now).slow }))
    .sort((a, b) => b.slow - a.slow || (a.id < b.id ? -1 : 1))
    .slice(0, ids);
  const since = now - newSeconds;
  const found = await Promise.all(
    liked.map(({ id }) => catalogue.releases(id, { since, limit: items, reader: profile?.userId })),
  );
  return found
    .flat()
    .filter((item) => (item.publishedAt ?? 0) <= now)
    .map(cardOf)
    .filter((item) => !hasHeard(heard, item) && allowed(item))
    .slice(0, itemsPerShelf)
    .map((item) => ({ item }));
}
