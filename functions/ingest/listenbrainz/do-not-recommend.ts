/** POST /1/do-not-recommend/add and /remove: what must never come again. */
import type { ResolveNamed } from '#functions/ingest/listenbrainz/resolve-named.ts';
import type { createChange } from '#functions/ingest/users.ts';
import { addBlock, removeBlock } from '#shared/domain/wishes/preferences.ts';
import type { HandlersOf } from '#shared/edge/http/operation.ts';
import { listenerOf } from '#shared/edge/listenbrainz/listener.ts';
import type { ListenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import type { BlockKind } from '#shared/schemas/user.ts';

type BlockOperations = Pick<ListenBrainz, 'addDoNotRecommend' | 'removeDoNotRecommend'>;

export type BlockPorts = { readonly change: ReturnType<typeof createChange>; readonly named: ResolveNamed };

type Entity = 'artist' | 'release' | 'release_group' | 'recording';

const kinds = {
  artist: 'artist',
  recording: 'item',
  release: 'release',
  release_group: 'release',
} as const satisfies Record<Entity, BlockKind>;

export function createBlockHandlers({ change, named }: BlockPorts): HandlersOf<BlockOperations> {
  return {
    addDoNotRecommend: async ({ principal, body: { entity, entity_mbid, until }, now }) => {
      const userId = listenerOf(principal);
      const kind = kinds[entity];
      const { itemId: id, also = [] } = await named(userId, kind, { key: 'entity_mbid', value: entity_mbid });
      const block = {
        kind,
        id,
        ...(also.length === 0 ? {} : { also: [...also] }),
        blockedAt: now,
        ...(typeof until === 'number' ? { until } : {}),
        entity,
      };
      await change(userId, (user) => addBlock(user, block, now));
      return { status: 200, json: { status: 'ok' } };
    },

    removeDoNotRecommend: async ({ principal, body: { entity, entity_mbid } }) => {
      const userId = listenerOf(principal);
      const kind = kinds[entity];
      const { itemId: id, also } = await named(userId, kind, { key: 'entity_mbid', value: entity_mbid });
      await change(userId, (user) => removeBlock(user, { kind, id, also }));
      return { status: 200, json: { status: 'ok' } };
    },
  };
}
