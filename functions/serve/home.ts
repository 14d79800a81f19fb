/** GET /v1/users/{userId}/home: shelves for a start page, ranked for the listener and the hour; an empty one is left out. */
import { readUser } from '#functions/serve/read-user.ts';
import { type RecommendationPorts, recommendLive } from '#functions/serve/recommendations.ts';
import { cardOf } from '#shared/domain/card.ts';
import { ownCards } from '#shared/domain/edition/own-items.ts';
import { withAllowed } from '#shared/domain/edition/visible-edition.ts';
import { seedOf } from '#shared/domain/hash.ts';
import { type Habits, habitsAt, orderShelves, type ShelfName } from '#shared/domain/home/order.ts';
import { createSongSet } from '#shared/domain/identity/keys.ts';
import { affinityAt } from '#shared/domain/profile/decay.ts';
import { hasHeard, openHeard } from '#shared/domain/profile/heard.ts';
import { dayInSeconds, tuning } from '#shared/domain/tuning.ts';
import { unplayedShows } from '#shared/domain/wishes/follows.ts';
import { type Allows, type Wishes, wishesOf } from '#shared/domain/wishes/visibility.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import { playlistSummary, rfc3339OrNull } from '#shared/edge/http/views.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Editions } from '#shared/ports/editions.ts';
import { patches } from '#shared/schemas/edition.ts';
import type { ModelVersion, UserId } from '#shared/schemas/ids.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import type { AffinityEntry, Profile } from '#shared/schemas/profile.ts';
import type { User } from '#shared/schemas/user.ts';

export type HomePorts = RecommendationPorts & { readonly editions: Editions };

const itemsPerShelf = 12;
/** What is new of artists together, and of each show: as many documents as a start page is worth. */
const asked = { artists: { ids: 8, items: 5 }, shows: { ids: 3, items: 2, each: true } } as const;
/** Items played lately whose cards did not come with the model. */
const latelyReadMax = 6;
/** What came out longer ago is not new. */
const newSeconds = 60 * dayInSeconds;

type Shown = { readonly item: ItemCard; readonly score?: number };

export function createHomeHandler(ports: HomePorts) {
  const { users, profiles, models, libraries, expose } = ports;
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
    const who = { user, profile, version: pointer?.modelVersion, wishes, allowed, known, now };
    const { filled, window } = await fillShelves(ports, who);
    const kinds = new Map(window.map(({ item }) => [item.itemId as string, item.kind]));
    const habits = habitsAt(profile, (itemId) => kinds.get(itemId) === 'episode', {
      now,
      timeZone: user.settings.timeZone,
    });
    const shelves = shelvesOf(filled, habits, seedOf(userId, String(Math.floor(now / 3_600))));
    await expose({
      userId,
      // One row a shelf: where it stood, and how likely that was.
      variants: Object.fromEntries(
        shelves.map(({ shelf, position, probability }) => [`home:${shelf}`, `${position} ${probability}`]),
      ),
      shown: 'home',
      items: shelves.flatMap(({ items }) => items.map(({ item }) => item.itemId)),
    });
    return {
      status: 200,
      json: {
        userId,
        shelves,
        asOf: rfc3339OrNull(profile?.watermark),
        modelVersion: pointer?.modelVersion ?? null,
      },
    };
  };
}

type Filled = {
  readonly title: string;
  readonly why: string;
  readonly items?: readonly Shown[];
  readonly playlists?: readonly ReturnType<typeof playlistSummary>[];
};

type Who = {
  readonly user: User;
  readonly profile: Profile | undefined;
  readonly version: ModelVersion | undefined;
  readonly wishes: Wishes;
  readonly allowed: Allows;
  /** Cards that came with the model. */
  readonly known: ReadonlyMap<string, ItemCard> | undefined;
  readonly now: number;
};

/** Everything that could stand on the page, and cards of the last listens. */
async function fillShelves(ports: HomePorts, { user, profile, version, wishes, allowed, known, now }: Who) {
  const { catalogue, editions } = ports;
  const { userId } = user;
  const exclude = new Set<string>();
  const request = { limit: 2 * itemsPerShelf, kind: 'track' as const, seed: seedOf(userId), exclude, now };
  const [because, window, playlists, tracks, episodes] = await Promise.all([
    version === undefined ? [] : recommendLive(ports, { user, profile, version }, request),
    windowCards(catalogue, profile, known),
    weeklies(editions, userId, wishes),
    newest(catalogue, { entries: profile?.artists ?? [], ...asked.artists, profile, allowed, now }),
    newest(catalogue, { entries: showsOf(user, profile, now - (now % 3_600)), ...asked.shows, profile, allowed, now }),
  ]);
  const filled: Readonly<Record<ShelfName, Filled>> = {
    'jump-back-in': {
      title: 'Jump back in',
      why: 'What you played last',
      items: window.filter(({ item }) => allowed(item)),
    },
    'your-weeklies': { title: 'Your playlists', why: 'Made for you, the latest of each', playlists },
    'because-you-played': {
      title: because[0]?.reason.text ?? 'For you',
      why: 'Near what you play now, and new to you',
      items: because.filter(({ score }) => score > 0),
    },
    'new-from-artists-you-like': {
      title: 'New from artists you like',
      why: `Out within ${newSeconds / dayInSeconds} days, by whom you play most`,
      items: tracks,
    },
    episodes: { title: 'Episodes', why: 'New from shows you follow', items: episodes },
  };
  return { filled, window };
}

/** Shows that were played and shows that are only followed. */
function showsOf({ settings: { follows = [] } }: User, profile: Profile | undefined, now: number): AffinityEntry[] {
  return [...(profile?.shows ?? []), ...unplayedShows(follows, { profile, at: now, ...tuning.pool })];
}

/** Shelves in their order, without those that are empty; a song stands on the first of them that has it (I13). */
function shelvesOf(filled: Readonly<Record<ShelfName, Filled>>, habits: Habits, seed: number) {
  const names = (Object.keys(filled) as ShelfName[]).filter((name) => sizeOf(filled[name]) > 0);
  const songs = createSongSet();
  return orderShelves(names, habits, seed).flatMap(({ shelf, position, probability }) => {
    const { title, why, items = [], playlists = [] } = filled[shelf];
    const fresh = items.filter(({ item }) => !songs.has(item)).slice(0, itemsPerShelf);
    for (const { item } of fresh) songs.add(item);
    const shown = fresh.map(({ score = 1, ...each }) => ({ ...each, score }));
    if (shown.length + playlists.length === 0) return [];
    return [{ shelf, title, why, position, probability, items: shown, playlists }];
  });
}

const sizeOf = ({ items = [], playlists = [] }: Filled): number => items.length + playlists.length;

/** The last different items, newest first. */
async function windowCards(
  catalogue: Catalogue,
  profile: Profile | undefined,
  known: ReadonlyMap<string, ItemCard> | undefined,
): Promise<Shown[]> {
  const ids = [...new Set(profile?.window.map(([, , itemId]) => itemId).filter((id) => id !== ''))].slice(0, 50);
  const unknown = ids
    .filter((id) => known?.has(id) !== true)
    .slice(0, known === undefined ? ids.length : latelyReadMax);
  const read = (await catalogue.read(unknown, profile?.userId)).filter((item) => item !== undefined);
  const cards = new Map([...(known ?? []), ...read.map((item) => [item.itemId as string, cardOf(item)] as const)]);
  return ids.flatMap((id) => cards.get(id) ?? []).map((item) => ({ item }));
}

async function weeklies(editions: Editions, userId: UserId, wishes: Wishes) {
  const latest = await Promise.all(patches.map((patch) => editions.latest(userId, { patch, limit: 1 })));
  return latest.flat().map(({ edition }) => playlistSummary(withAllowed(edition, wishes)));
}

type Wanted = {
  readonly entries: readonly AffinityEntry[];
  /** How many of them are asked, and for how much together or each. */
  readonly ids: number;
  readonly items: number;
  readonly each?: boolean;
  readonly profile: Profile | undefined;
  readonly allowed: Allows;
  readonly now: number;
};

/** What the strongest artists or shows brought out lately and the user has not heard. */
async function newest(catalogue: Catalogue, wanted: Wanted): Promise<Shown[]> {
  const { entries, ids, items, each = false, profile, allowed, now } = wanted;
  const heard = openHeard(profile?.heard ?? []);
  const liked = entries
    .map((entry) => ({ id: entry[0], slow: affinityAt(entry, now).slow }))
    .sort((a, b) => b.slow - a.slow || (a.id < b.id ? -1 : 1))
    .slice(0, ids)
    .map(({ id }) => id);
  const span = { since: now - newSeconds, until: now, limit: items, reader: profile?.userId };
  const found = await Promise.all((each ? liked.map((id) => [id]) : [liked]).map((of) => catalogue.releases(of, span)));
  return found
    .flat()
    .map(cardOf)
    .filter((item) => !hasHeard(heard, item) && allowed(item))
    .slice(0, 2 * itemsPerShelf)
    .map((item) => ({ item }));
}
