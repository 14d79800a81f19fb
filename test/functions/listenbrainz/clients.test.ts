import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client, Known } from '#test/support/clients/client.ts';
import { libraries } from '#test/support/clients/libraries.ts';
import { scrobblers } from '#test/support/clients/scrobblers.ts';
import { servers } from '#test/support/clients/servers.ts';
import { openWire, type Wire } from '#test/support/wire.ts';
import { storeEdition } from '#test/support/wire-edition.ts';

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
  const playlistId = '7d9c1c3a-1f0e-5c1a-9b1d-2f3e4d5c6b7a';
  await storeEdition(wire.test, { playlistId, dueAt: now - 3_600 });
  const token = authorization.split(' ')[1] as string;
  return { userName: 'ada', token, playlistId, listenedAt, recordingMsid, now };
}
