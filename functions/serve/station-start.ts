/** Where a station starts: what its seeds are, the items they are heard through, and what it plays of its own. */
import { cardOf } from '#shared/domain/card.ts';
import { shortName } from '#shared/domain/edition/reason.ts';
import type { StationSeed } from '#shared/domain/radio/seeds.ts';
import type { StationSource } from '#shared/domain/radio/station.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { Allows, NamedThing } from '#shared/domain/wishes/visibility.ts';
import type { Principal } from '#shared/edge/http/operation.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Editions } from '#shared/ports/editions.ts';
import type { Models } from '#shared/ports/models.ts';
import type { Reason } from '#shared/schemas/edition.ts';
import type { ModelVersion } from '#shared/schemas/ids.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type StartPorts = { readonly models: Models; readonly catalogue: Catalogue; readonly editions: Editions };

export type Start = {
  readonly sources: readonly StationSource[];
  readonly own: readonly { readonly item: ItemCard; readonly reason: Reason }[];
  readonly named: readonly (NamedThing & { readonly name: string })[];
  readonly tags: readonly string[];
};

type Within = { readonly modelVersion: ModelVersion; readonly principal: Principal; readonly allows: Allows };

/** Reads one document a seed. Throws a Rejection where a seed is nothing that is known. */
export async function readStart(ports: StartPorts, seeds: readonly StationSeed[], within: Within): Promise<Start> {
  const found = await Promise.all(seeds.map((seed) => startOf(ports, seed, within)));
  const perSeed = Math.floor(tuning.radio.itemsMax / Math.max(2, seeds.length));
  const tags = found.flatMap(({ seed, items }) => (seed.of === 'tag' ? [seed.id] : (items[0]?.tags ?? []).slice(0, 2)));
  return {
    sources: found.flatMap(({ items }) =>
      items
        .slice(0, perSeed)
        .map(({ itemId }, nth) => ({ itemId, weight: 1 / (1 + nth / perSeed) / items.length ** 0.5 })),
    ),
    own: found.flatMap(({ seed, name, items }) =>
      items.filter(within.allows).map((item) => ({ item, reason: reasonOf(seed, name) })),
    ),
    named: found.map(({ seed, name, items }) => ({
      ...(seed.of === 'item' ? items[0] : seed.of === 'artist' ? artistIn(items) : {}),
      of: seed.of === 'playlist' ? 'item' : seed.of,
      id: seed.id,
      name,
    })),
    tags: [...new Set(tags)].slice(0, 3),
  };
}

type Found = { readonly seed: StationSeed; readonly name: string; readonly items: readonly ItemCard[] };

async function startOf(ports: StartPorts, seed: StationSeed, { modelVersion, principal }: Within): Promise<Found> {
  const { models, catalogue, editions } = ports;
  const reader = principal.scope === 'user' ? principal.userId : undefined;
  switch (seed.of) {
    case 'item': {
      const [item] = await catalogue.read([seed.id], reader);
      if (item === undefined) throw unknown(seed);
      return { seed, name: item.title ?? 'Untitled', items: [cardOf(item)] };
    }
    case 'artist': {
      const [list] = await models.lists(modelVersion, [`artist:${seed.id}`]);
      const items = list?.items.map(({ item }) => item) ?? (await catalogue.byArtist(seed.id, 10, reader)).map(cardOf);
      if (items.length === 0) throw unknown(seed);
      return { seed, name: items.find(({ artistName }) => artistName !== undefined)?.artistName ?? 'Artist', items };
    }
    case 'tag': {
      const [list] = await models.lists(modelVersion, [`tag:${seed.id}`]);
      if (list === undefined) throw unknown(seed);
      return { seed, name: seed.id, items: list.items.map(({ item }) => item) };
    }
    case 'playlist': {
      const stored = await editions.read(seed.id);
      // I9: another user's playlist is not there.
      const mine =
        principal.scope === 'operator' || (principal.scope === 'user' && stored?.edition.userId === principal.userId);
      if (stored === undefined || !mine) throw unknown(seed);
      return { seed, name: stored.edition.title, items: stored.edition.items.map(({ item }) => item) };
    }
    default:
      return seed satisfies never;
  }
}

const unknown = ({ of, id }: StationSeed): Rejection =>
  new Rejection('not-found', `There is no ${of} "${id}" to start from`);

const artistIn = (items: readonly ItemCard[]): Pick<NamedThing, 'artistId' | 'artistName' | 'artistAddresses'> => {
  const { artistId, artistName, artistAddresses } = items[0] ?? {};
  return { artistId, artistName, artistAddresses };
};

function reasonOf({ of, id }: StationSeed, name: string): Reason {
  switch (of) {
    case 'artist':
      return { rung: 'artists', because: [{ of, id, name, share: 1 }], text: `More from ${shortName(name)}` };
    case 'tag':
      return {
        rung: 'tags',
        because: [{ of, id, name, share: 1 }],
        text: `Popular with listeners of ${shortName(name)}`,
      };
    case 'item':
      return { rung: 'neighbours', because: [], text: 'Where this station began' };
    case 'playlist':
      return { rung: 'neighbours', because: [], text: 'From the playlist this station began with' };
    default:
      return of satisfies never;
  }
}
