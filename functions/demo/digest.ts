/** One digest of all editions, by which two runs, or two homes, can be told to have made the same bytes. */
import { createHash } from 'node:crypto';
import type { Client } from '#functions/cli/support/client.ts';
import { limits } from '#shared/schemas/limits.ts';

/** Users whose editions are read at once. */
const usersAtOnce = 8;

export type EditionsDigest = {
  readonly editions: number;
  /** Of all of them: the same history gives the same on every machine and in either home. */
  readonly editionsSha256: string;
};

/**
 * How many there are, and SHA-256 in hexadecimal over every edition as it is answered and its manifest, in the order of their ids. What the
 * manifest says of its model is left out: that names the instant at which listens landed, by the clock of Pub/Sub.
 */
export async function digestOfEditions(client: Client, userIds: readonly string[]): Promise<EditionsDigest> {
  const texts: [string, string][] = [];
  const waiting = userIds.values();
  const readers = Array.from({ length: usersAtOnce }, async () => {
    for (const userId of waiting) texts.push(...(await editionsOf(client, userId)));
  });
  await Promise.all(readers);
  const sorted = texts.sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash('sha256');
  for (const [, text] of sorted) hash.update(`${text}\n`);
  return { editions: sorted.length, editionsSha256: hash.digest('hex') };
}

async function editionsOf(client: Client, userId: string): Promise<[string, string][]> {
  const path = `/v1/users/${encodeURIComponent(userId)}/playlists?limit=${limits.pageSizeMax}`;
  const { playlists } = (await client.call('GET', path)) as { playlists: { playlistId: string }[] };
  return Promise.all(
    playlists.map(async ({ playlistId }): Promise<[string, string]> => {
      const edition = `/v1/playlists/${encodeURIComponent(playlistId)}`;
      const [shown, { model: _, ...manifest }] = await Promise.all([
        client.call('GET', edition),
        client.call('GET', `${edition}/manifest`) as Promise<Record<string, unknown>>,
      ]);
      return [playlistId, JSON.stringify([shown, manifest])];
    }),
  );
}
