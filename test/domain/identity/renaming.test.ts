import { describe, expect, it } from 'vitest';
import { artistIdOf, itemIdOf, listenIdOf } from '#shared/domain/identity/ids.ts';
import { renamed } from '#shared/domain/identity/renaming.ts';
import type { Listen } from '#shared/schemas/listen.ts';

const mbid = '00000002-1111-4111-8111-000000000001';
const older = (listen: Record<string, unknown> & { readonly itemId: string }): Listen => {
  const whole = {
    userId: 'ada',
    kind: 'track',
    listenedAt: 1_600_000_000,
    title: 'Kelp (Live)',
    artistName: 'Ola feat. Ash',
    ...listen,
  };
  return { id: listenIdOf('ada' as never, 1_600_000_000, whole.itemId as never), ...whole } as Listen;
};
const live = itemIdOf('Ola', 'Kelp (Live)');

describe('renamed', () => {
  it.each([
    ['spotify:track:1', {}, ['spotify:track:1']],
    [mbid, { info: { recording_mbid: mbid } }, [`mbid:${mbid}`]],
    // Made of the names, as they were folded then.
    ['3f0a1b2c-1111-5111-8111-000000000001', {}, undefined],
  ])('I13 One song: "%s" was no id, but an address or made of the names', (itemId, more, addresses) => {
    const listen = renamed(older({ itemId, artistId: 'then', ...more }));
    expect(listen).toMatchObject({ itemId: live, songId: itemIdOf('Ola', 'Kelp'), artistId: artistIdOf('Ola') });
    expect(listen.addresses).toEqual(addresses);
    expect(renamed(listen)).toEqual(listen);
  });

  it("keeps a client's own id, with keys of the names beside it", () => {
    for (const itemId of ['own', mbid]) {
      expect(renamed(older({ itemId, artistId: 'whose' }))).toMatchObject({
        itemId,
        artistId: 'whose',
        recordingId: live,
      });
    }
    const nameless = older({ itemId: 'own', title: undefined });
    expect(renamed(nameless)).toBe(nameless);
  });
});
