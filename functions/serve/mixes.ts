/** GET /v1/users/{userId}/mixes, and one of them: sides of a taste, made when they are asked for and the same all day. */
import type { Expose } from '#functions/serve/exposures.ts';
import { show } from '#functions/serve/playlist-formats.ts';
import { readUser } from '#functions/serve/read-user.ts';
import { cardOf } from '#shared/domain/card.ts';
import { configDigest } from '#shared/domain/digest.ts';
import { currentPeriod, dueAtOf } from '#shared/domain/edition/calendar.ts';
import { withAllowed } from '#shared/domain/edition/visible-edition.ts';
import { listsOf, type MixReadings, mixOf, openMixes, seedWeights } from '#shared/domain/mixes/mix.ts';
import type { Side } from '#shared/domain/mixes/sides.ts';
import { versionAt } from '#shared/domain/model/pointer.ts';
import { seedCards } from '#shared/domain/recommend/recommend.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { HandlersOf } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import { rfc3339Of, rfc3339OrNull } from '#shared/edge/http/views.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Libraries } from '#shared/ports/libraries.ts';
import type { Models } from '#shared/ports/models.ts';
import type { Users } from '#shared/ports/users.ts';
import type { Edition } from '#shared/schemas/edition.ts';
import { noExperiments } from '#shared/schemas/experiment.ts';
import type { ItemCard, ModelPointer } from '#shared/schemas/model.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import type { User } from '#shared/schemas/user.ts';

export type MixPorts = {
  readonly users: Users;
  readonly models: Models;
  readonly catalogue: Catalogue;
  readonly libraries: Pick<Libraries, 'around'>;
  readonly expose: Expose;
  readonly codeVersion: string;
};

/** A mix as it may be shown now. */
export type Mix = { readonly side: Side; readonly edition: Edition };

const digest = configDigest({ tuning, experiments: noExperiments });

export function createMixHandlers(ports: MixPorts): HandlersOf<Pick<V1, 'getMixes' | 'getMix'>> {
  const { users, models, expose } = ports;
  return {
    getMixes: async ({ params: { userId }, now }) => {
      const [user, pointer] = await Promise.all([readUser(users, userId), models.pointer()]);
      const mixes = pointer === undefined ? [] : await readMixes(ports, { user, pointer, now });
      return {
        status: 200,
        json: {
          userId,
          mixes: mixes.map(summaryOf),
          asOf: pointer === undefined ? null : rfc3339Of(pointer.watermark),
          modelVersion: mixes[0]?.edition.modelVersion ?? pointer?.modelVersion ?? null,
        },
      };
    },

    getMix: async ({ params: { userId, mixId }, query: { format }, accept, now }) => {
      const [user, pointer] = await Promise.all([readUser(users, userId), models.pointer()]);
      const mixes = pointer === undefined ? [] : await readMixes(ports, { user, pointer, now, mixId });
      const mix = mixes.find(({ side }) => side.mixId === mixId);
      if (mix === undefined) throw new Rejection('not-found', `"${userId}" has no mix "${mixId}" today`);
      const { edition } = mix;
      await expose({ userId, variants: {}, shown: 'mix', items: edition.items.map(({ item }) => item.itemId) });
      return show(edition, { format, accept, asOf: rfc3339OrNull(pointer?.watermark) });
    },
  };
}

function summaryOf({ side, edition }: Mix) {
  const { playlistId, period, title, description, createdAt, modelVersion, items } = edition;
  return {
    ...{ mixId: side.mixId, playlistId, period, title, description, createdAt: rfc3339Of(createdAt) },
    artists: side.artists.slice(0, tuning.mixes.tagsShown).map(({ id, name }) => ({ artistId: id ?? null, name })),
    ...{ tags: side.tags, items: items.length, modelVersion },
  };
}

type Wanted = {
  readonly user: User;
  readonly pointer: ModelPointer;
  /** Unix seconds. */
  readonly now: number;
  /** The one that is wanted; all when left out. */
  readonly mixId?: string;
};

/** Reads one document of the user's own, and of the model those of at most `seedsMax` items and a few lists. */
async function readMixes(ports: MixPorts, { user, pointer, now, mixId }: Wanted): Promise<Mix[]> {
  const { models, catalogue, libraries, codeVersion } = ports;
  const { settings, userId } = user;
  if (!settings.kinds.includes('track')) return [];
  const period = currentPeriod('mix', { settings, now });
  const dueAt = dueAtOf(period, settings);
  const version = versionAt(pointer, dueAt - tuning.mixes.settledHours * 3_600);
  const candidates = await models.candidates(version, userId);
  if (candidates === undefined) return [];
  const ids = [...seedWeights(candidates).keys()];
  const [{ playable }, near] = await Promise.all([libraries.around(user), models.neighbours(version, ids)]);
  const neighbours = near.filter((each) => each !== undefined);
  const { cards, unknown } = seedCards(neighbours);
  for (const item of await catalogue.read(unknown, userId))
    if (item !== undefined) cards.set(item.itemId, cardOf(item));
  const readings: MixReadings = {
    ...{ user, candidates, period, dueAt, now, codeVersion, cards, neighbours, playable },
    configDigest: digest,
  };
  const mixes = openMixes(readings);
  const wanted = mixes.sides.filter((side) => mixId === undefined || side.mixId === mixId);
  const names = [...new Set(wanted.flatMap(listsOf))];
  const found = await models.lists(version, names);
  const lists = new Map(names.map((name, nth) => [name, found[nth]]));
  const cardOfCause = (id: string): ItemCard | undefined => cards.get(id);
  return wanted.flatMap((side) => {
    const drawn = listsOf(side).flatMap((name) => lists.get(name) ?? []);
    const edition = withAllowed(mixOf(readings, mixes, { side, lists: drawn }), mixes.wishes, cardOfCause);
    const tags = side.tags.filter((tag) => !mixes.wishes.forbids({ of: 'tag', id: tag }));
    return edition.items.length === 0 ? [] : [{ side: { ...side, tags }, edition }];
  });
}
