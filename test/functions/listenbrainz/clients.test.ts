import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredEdition } from '#shared/schemas/edition.ts';
import type { ArtistId, ItemId, ModelVersion, PlaylistId, UserId } from '#shared/schemas/ids.ts';
import type { Client, Known } from '#test/support/clients/client.ts';
import { libraries } from '#test/support/clients/libraries.ts';
import { scrobblers } from '#test/support/clients/scrobblers.ts';
import { servers } from '#test/support/clients/servers.ts';
import { openWire, type Wire } from '#test/support/wire.ts';

const tokenForm = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe.each([...servers, ...scrobblers, ...libraries])('$client', ({ enters, exchanges }: Client) => {
  let wire: Wire;
  let origin: string;
  let known: Known;
  beforeAll(async () => {
    wire = await openWire();
    origin = await wire.listen();
    known = await prepare(wire);
  });
  afterAll(() => wire[Symbol.asyncDispose]());

  // In order: a client reads back what it wrote.
  it.each(exchanges)('$what', async (exchange) => {
    const { method = 'GET', url, headers, body, status, reads, headersRead = [] } = exchange;
    const sent = body === undefined ? {} : { body: new TextEncoder().encode(JSON.stringify(body(known))) };
    const response = await fetch(url(enters(origin), known), { method, headers: headers?.(known) ?? {}, ...sent });
    const text = await response.text();
    expect([response.status, text]).toEqual([status, expect.anything()]);
    if (reads !== undefined) expect(reads.safeParse(JSON.parse(text)).error, text).toBeUndefined();
    for (const name of headersRead) expect(response.headers.get(name), name).toMatch(/./);
    await wire.test.home.idle();
  });
});

describe('what typed clients check before they call', () => {
  it('tokens are UUIDs of version 4', async () => {
    await using wire = await openWire();
    expect((await prepare(wire)).token).toMatch(tokenForm);
  });
});

/** Ada, with two listens that reached every store, a love, and an edition. */
async function prepare(wire: Wire): Promise<Known> {
  const { authorization } = await wire.join('ada');
  const now = wire.test.time.now;
  const listenedAt = now - 86_400;
  const track_metadata = {
    artist_name: 'Nina Simone',
    track_name: 'Feeling Good',
    release_name: 'I Put a Spell on You',
  };
  const submitted = await wire.send('/1/submit-listens?return_msid=1', {
    headers: { authorization },
    body: { listen_type: 'single', payload: [{ listened_at: listenedAt, track_metadata }] },
  });
  const { recording_msid: recordingMsid } = (await submitted.json()) as { recording_msid: string };
  await wire.settled();
  const playlistId = await storeEdition(wire);
  const token = authorization.split(' ')[1] as string;
  return { userName: 'ada', token, playlistId, listenedAt, recordingMsid, now };
}

async function storeEdition({ test }: Wire): Promise<string> {
  const playlistId = '7d9c1c3a-1f0e-5c1a-9b1d-2f3e4d5c6b7a' as PlaylistId;
  const userId = 'ada' as UserId;
  const modelVersion = '20261123T030000Z' as ModelVersion;
  const period = '2026-W48' as StoredEdition['edition']['period'];
  const common = { playlistId, userId, patch: 'weekly-exploration', period, modelVersion } as const;
  const { now } = test.time;
  const item = {
    itemId: '0f1e2d3c-4b5a-4678-8abc-def012345678' as ItemId,
    kind: 'track',
    title: 'Sinnerman',
    artistId: 'aaaaaaaa-4b5a-4678-8abc-def012345678' as ArtistId,
    artistName: 'Nina Simone',
    durationMs: 622_000,
    tags: ['jazz'],
  } as const;
  const derived = { itemId: 'song 7' as ItemId, kind: 'track', tags: [] } as const;
  const reason = { rung: 'neighbours', because: [], text: 'Because you played Feeling Good' } as const;
  await test.home.stores.editions.store({
    edition: {
      ...common,
      title: 'Weekly Exploration',
      description: 'Never heard',
      createdAt: now,
      expiresAt: now + 7 * 86_400,
      items: [item, derived].map((each, nth) => ({
        position: nth + 1,
        item: { ...each, tags: [...each.tags] },
        score: 1,
        reason: { ...reason, because: [] },
      })),
    },
    manifest: {
      ...common,
      dueAt: now - 3_600,
      watermark: now - 86_400,
      configDigest: '',
      codeVersion: 'test',
      seed: 1,
      variants: {},
      length: 2,
      rungs: {},
      relaxed: [],
      repeats: { count: 0, why: null },
      poolSize: 2,
      inputsDigest: '',
      editionDigest: '',
    },
    inputs: '',
  });
  return playlistId;
}
