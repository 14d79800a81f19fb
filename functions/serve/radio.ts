/** GET /v1/users/{userId}/radio: a station from its seeds, endless, a page at a time; the cursor carries where it stands. */
import type { Expose } from '#functions/serve/exposures.ts';
import { readUser } from '#functions/serve/read-user.ts';
import { readStart, type StartPorts } from '#functions/serve/station-start.ts';
import { cardOf } from '#shared/domain/card.ts';
import { shortName, withoutEvidence } from '#shared/domain/edition/reason.ts';
import { assignVariants } from '#shared/domain/experiment/assign.ts';
import { seedOf, shortKey } from '#shared/domain/hash.ts';
import { readSeeds } from '#shared/domain/radio/seeds.ts';
import {
  firstPlace,
  nextPage,
  type PageReadings,
  type StationSource,
  type StationTrack,
  steersOf,
  stepsOutward,
  tailOf,
} from '#shared/domain/radio/station.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { type Allows, wishesOf } from '#shared/domain/wishes/visibility.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import { rfc3339OrNull } from '#shared/edge/http/views.ts';
import type { Libraries } from '#shared/ports/libraries.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Users } from '#shared/ports/users.ts';
import type { Reason } from '#shared/schemas/edition.ts';
import type { ExperimentConfig } from '#shared/schemas/experiment.ts';
import type { ModelVersion } from '#shared/schemas/ids.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import { StationPlace } from '#shared/schemas/station.ts';

export type RadioPorts = StartPorts & {
  readonly users: Users;
  readonly profiles: Profiles;
  readonly libraries: Pick<Libraries, 'around'>;
  readonly experiments: ExperimentConfig;
  readonly expose: Expose;
};

export function createRadioHandler(ports: RadioPorts) {
  const { users, profiles, models, catalogue, libraries, experiments, expose } = ports;
  return async ({ params: { userId }, query, principal, now }: Call<V1['getRadio']>): Promise<Answer> => {
    const { limit, seed: asked, after } = query;
    const seeds = readSeeds(asked);
    const station = shortKey(`${userId} ${asked}`);
    const place = after === undefined ? firstPlace(now) : readPlace(after, station);
    const [user, profile, pointer] = await Promise.all([
      readUser(users, userId),
      profiles.read(userId),
      models.pointer(),
    ]);
    if (pointer === undefined) throw new Rejection('not-found', 'There is no station yet: no model is published');
    const { modelVersion } = pointer;
    const wishes = wishesOf(user, now);
    const { playable = () => true } = await libraries.around(user);
    const { forbids } = wishes;
    const allows: Allows = (card) => wishes.allows(card) && playable(card);
    const start = await readStart(ports, seeds, { modelVersion, principal, allows });
    const steers = steersOf(profile, user, { startedAt: place.startedAt, now });
    const known = await neighboursOf(ports, modelVersion, [...start.sources, ...steers]);
    const steps = stepsOutward(start.sources, known, place);
    const further = await neighboursOf(ports, modelVersion, steps);
    let page: PageReadings = {
      ...{ place, profile, now, length: limit, allowed: allows, own: start.own.map(({ item }) => item), filler: [] },
      sources: [...start.sources, ...steps, ...steers],
      neighbours: [...known, ...further],
      seed: seedOf(station),
    };
    let made = nextPage(page);
    if (made.tracks.length < limit && place.tail.length > 0) {
      const tail = tailOf(place);
      const beyond = await neighboursOf(ports, modelVersion, tail);
      page = { ...page, sources: [...page.sources, ...tail], neighbours: [...page.neighbours, ...beyond] };
      made = nextPage(page);
    }
    if (made.tracks.length < limit) {
      page = { ...page, filler: await fillerOf(ports, modelVersion, start.tags) };
      made = nextPage(page);
    }
    const { tracks, place: next } = made;
    if (tracks.length === 0) throw new Rejection('not-found', 'There is nothing to play from there');
    const cards = new Map<string, ItemCard>(start.own.map(({ item }) => [item.itemId, item]));
    for (const { neighbours } of page.neighbours) for (const { item } of neighbours) cards.set(item.itemId, item);
    const items = await catalogue.read(
      steers.map(({ itemId }) => itemId),
      userId,
    );
    for (const item of items) if (item !== undefined) cards.set(item.itemId, cardOf(item));
    const reasons = new Map(start.own.map(({ item, reason }) => [item.itemId as string, reason]));
    const told = (track: StationTrack): Reason =>
      withoutEvidence(reasonOf(track, { cards, own: reasons }), (cause) =>
        forbids(cause.of === 'item' ? { ...cards.get(cause.id), ...cause } : cause),
      );
    const variants = assignVariants(experiments, userId);
    await expose({ userId, variants, shown: 'radio', items: tracks.map(({ item }) => item.itemId) });
    return {
      status: 200,
      json: {
        userId,
        title: start.named.some(forbids)
          ? 'Radio'
          : `${start.named.map(({ name }) => shortName(name)).join(', ')} Radio`,
        items: tracks.map((track) => ({ item: track.item, score: Math.max(0, track.score), reason: told(track) })),
        next: Buffer.from(JSON.stringify({ station, ...next })).toString('base64url'),
        asOf: rfc3339OrNull(profile?.watermark),
        modelVersion,
      },
    };
  };
}

/** Throws a Rejection for a cursor that is not one of this station's. */
function readPlace(after: string, station: string): StationPlace {
  const { memoryBytes } = tuning.radio;
  try {
    const place = StationPlace.parse(JSON.parse(Buffer.from(after, 'base64url').toString('utf8')));
    const sized = place.memory.every(({ bits }, nth) => Buffer.from(bits, 'base64').length === memoryBytes[nth]);
    if (place.station === station && sized) return place;
  } catch {
    // Whatever it was, it is not ours.
  }
  throw new Rejection('invalid-request', '"after": use the "next" of an answer with the same seeds as it is');
}

async function neighboursOf({ models }: StartPorts, version: ModelVersion, sources: readonly StationSource[]) {
  const found = await models.neighbours(version, [...new Set(sources.map(({ itemId }) => itemId))]);
  return found.filter((each) => each !== undefined);
}

/** What a station plays when its neighbourhood ends: more of its tags, then what is popular. */
async function fillerOf({ models }: StartPorts, version: ModelVersion, tags: readonly string[]): Promise<ItemCard[]> {
  const lists = await models.lists(version, [...tags.map((tag) => `tag:${tag}`), 'popular:track']);
  return lists.flatMap((list) => list?.items ?? []).map(({ item }) => item);
}

type Told = { readonly cards: ReadonlyMap<string, ItemCard>; readonly own: ReadonlyMap<string, Reason> };

function reasonOf({ item, from }: StationTrack, { cards, own }: Told): Reason {
  const known = own.get(item.itemId);
  if (from === 'own' && known !== undefined) return known;
  if (from === 'filler') return { rung: 'popular', because: [], text: 'Further out: what others play' };
  const { title, artistId, artistName } = cards.get(from) ?? {};
  const because = [
    {
      ...{ of: 'item' as const, id: from, share: 1 },
      ...(title === undefined ? {} : { name: title }),
      ...(artistId === undefined ? {} : { artistId: artistId as string }),
    },
  ];
  const by = artistName === undefined ? '' : ` by ${shortName(artistName)}`;
  return { rung: 'neighbours', because, text: title === undefined ? 'Near here' : `Near ${shortName(title)}${by}` };
}
