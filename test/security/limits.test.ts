/** What is too large, too deep, too many or too long is refused before it costs anything, in few words. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { Feedback, User } from '#shared/schemas/user.ts';
import { send } from '#test/security/scene.ts';
import { monday, openTestHome } from '#test/support/home.ts';

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`key number ${n}`, n]));
const listen = { itemId: 'x', listenedAt: monday - 60 };
const nested = (depth: number) => `{"listens":${'['.repeat(depth)}${']'.repeat(depth)}}`;
const imported = (listen: object) => ({ listen_type: 'import', payload: [listen] });
const track = { artist_name: 'Nina Simone', track_name: 'Sinnerman' };

/** What one answer may say of ten megabytes: a refusal, or a verdict for every fault of a batch. */
const answerCharactersMax = 30 * limits.detailCharactersMax;

describe('I11 Bounded: a request', () => {
  it.each([
    ['a body over the limit', 413, 'POST', '/v1/listens', 'x'.repeat(limits.bodyBytesMax + 1)],
    ['a body over the limit in bytes, not in characters', 413, 'POST', '/v1/listens', 'é'.repeat(6_000_000)],
    ['deep arrays', 400, 'POST', '/v1/listens', nested(limits.jsonDepthMax)],
    ['arrays as deep as the body is long', 400, 'POST', '/v1/listens', '['.repeat(limits.bodyBytesMax)],
    ['objects as deep as the body is long', 400, 'PUT', '/v1/users/ada', '{"a":'.repeat(2_000_000)],
    ['deep values in a listen of ListenBrainz', 400, 'POST', '/1/submit-listens', nested(100_000)],
    ['300,000 keys', 400, 'PUT', '/v1/users/ada', JSON.stringify(many(300_000))],
    ['a key of five megabytes', 400, 'PUT', '/v1/users/ada', JSON.stringify({ ['k'.repeat(5_000_000)]: 1 })],
    ['a text of five megabytes', 400, 'PUT', '/v1/users/ada', JSON.stringify({ timeZone: 'z'.repeat(5_000_000) })],
    [
      'an id of five megabytes',
      400,
      'POST',
      '/1/delete-listen',
      JSON.stringify({ listened_at: 1, recording_msid: 'x'.repeat(5_000_000) }),
    ],
    ['1,001 listens', 400, 'POST', '/v1/listens', JSON.stringify({ listens: Array(1_001).fill(listen) })],
    [
      '1,001 listens of ListenBrainz',
      400,
      'POST',
      '/1/submit-listens',
      JSON.stringify({ listen_type: 'import', payload: Array(1_001).fill({}) }),
    ],
    ['a path of 7,000 bytes', 400, 'PUT', `/v1/users/${'x'.repeat(7_000)}`, '{}'],
  ])('I11 Bounded: %s is %i, in few words', async (_what, status, method, path, body) => {
    await using opened = await openTestHome();
    const ada = await opened.user('ada');
    const authorization = `Bearer ${path.includes('xxx') ? 'b3c8a2f0-0000-4000-8000-0000000000ff' : ada}`;
    const answer = await send(opened, { method, path, body, authorization });
    expect(answer.status).toBe(status);
    expect(answer.text.length).toBeLessThan(answerCharactersMax);
  });

  const large = many(200_000);
  const duration = { ...track, additional_info: { duration: large } };
  it.each([
    ['/v1/listens', { listens: [{ ...listen, ...large }] }],
    ['/v1/listens', { listens: [{ ...listen, ['k'.repeat(5_000_000)]: 1 }] }],
    ['/v1/listens', { listens: [{ ...listen, tags: Array(1_000_000).fill('') }] }],
    ['/1/submit-listens', imported({ listened_at: monday, track_metadata: track, ...large })],
    ['/1/submit-listens', imported({ listened_at: monday, track_metadata: duration })],
  ])(
    'I11 Bounded: a good listen to %s is kept without what is too large beside it, and little is said',
    async (path, body) => {
      await using opened = await openTestHome();
      const ada = await opened.user('ada');
      const answer = await opened.call('POST', path, body, ada);
      expect(answer).toMatchObject({ status: 200, json: { dropped: [{ index: 0 }] } });
      expect(answer.text.length).toBeLessThan(answerCharactersMax);
      const { json } = await opened.call('GET', '/v1/users/ada/quarantine', undefined, ada);
      expect(json.quarantined).toEqual([]);
    },
  );

  it('I11 Bounded: of a bad listen what is said and kept is short, however large it was', async () => {
    await using opened = await openTestHome();
    const ada = await opened.user('ada');
    const body = { listens: [{ ...listen, listenedAt: 'x'.repeat(5_000_000), ...large }] };
    const answer = await opened.call('POST', '/v1/listens', body, ada);
    expect(answer.json.accepted).toBe(0);
    expect(answer.text.length).toBeLessThan(answerCharactersMax);
    const { text, json } = await opened.call('GET', '/v1/users/ada/quarantine', undefined, ada);
    expect(json.quarantined).toHaveLength(1);
    expect(text.length).toBeLessThan(limits.quarantineCharactersMax * 2 + limits.detailCharactersMax + 1_000);
  });

  it.each([
    ['1e400', 400],
    ['-1e400', 400],
    ['1e21', 400],
    ['9007199254740993', 400],
    ['-1', 400],
    ['0.5', 400],
  ])('I12 Said: a number like %s is %i, never a failure', async (number, status) => {
    await using opened = await openTestHome();
    const ada = await opened.user('ada');
    const answer = await opened.call('PUT', '/v1/users/ada/blocks/tag/polka', `{"until":${number}}`, ada);
    expect(answer.status).toBe(status);
    expect((await opened.call('PUT', '/v1/users/ada', `{"length":${number}}`, ada)).status).toBe(status);
  });

  it.each([
    ['[-1e308,"x"]'],
    ['[1e400,"x"]'],
    ['[0.5,"x"]'],
    ['[1,"\\u0000"]'],
    ['[1,"\\ud800"]'],
    ['[1]'],
    ['{}'],
    ['[null,null]'],
  ])('I12 Said: a cursor that holds %s is refused, and stops nothing', async (json) => {
    await using opened = await openTestHome();
    const ada = await opened.user('ada');
    const cursor = Buffer.from(json).toString('base64url');
    for (const user of ['ada', 'nobody']) {
      const { status } = await opened.call('GET', `/v1/users/${user}/listens?cursor=${cursor}`);
      expect(status).toBe(400);
    }
    expect((await opened.call('GET', `/v1/users/ada/playlists?cursor=${cursor}`, undefined, ada)).status).toBeLessThan(
      500,
    );
  });

  it('I11 Bounded: a compressed body is not unpacked: it is no JSON', async () => {
    await using opened = await openTestHome();
    const authorization = `Bearer ${await opened.user('ada')}`;
    const bomb = new Uint8Array(gzipSync('['.repeat(100_000_000)));
    const answer = await send(opened, { method: 'POST', path: '/v1/listens', body: bomb, authorization });
    expect([answer.status, JSON.parse(answer.text).type]).toEqual([400, 'urn:segue:problem:invalid-json']);
  });

  it('I11 Bounded: a body whose length is not said is cut off where it is too long', async () => {
    await using opened = await openTestHome();
    const chunk = new Uint8Array(100_000).fill(0x20);
    let taken = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        taken += chunk.length;
        controller.enqueue(chunk);
      },
    });
    const headers = { authorization: `Bearer ${await opened.user('ada')}` };
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    const response = await opened.home.fetch(new Request('http://segue.test/v1/listens', init));
    expect(response.status).toBe(413);
    expect(taken).toBeLessThan(limits.bodyBytesMax + 20 * chunk.length);
  });

  it('I11 Bounded: blocks and feedback fit one document, however long their ids are', async () => {
    await using opened = await openTestHome();
    const { call, home, user } = opened;
    const ada = await user('ada');
    const feedback = Array.from({ length: 3_300 }, (_, n): [string, Feedback] => [
      `${String(n).padStart(6, '0')}${'x'.repeat(250)}`,
      { score: 1, givenAt: monday },
    ]);
    await home.stores.users.update('ada' as UserId, (known) => ({ ...(known as User), feedback }));
    const statuses = [];
    for (let n = 0; n < 120; n++) {
      const path = `/v1/users/ada/blocks/item/${String(n).padStart(6, '0')}${'y'.repeat(250)}`;
      statuses.push((await call('PUT', path, {}, ada)).status);
    }
    expect(new Set(statuses)).toEqual(new Set([200, 422]));
    const [stored] = await home.stores.users.page(undefined, 1);
    expect(Buffer.byteLength(JSON.stringify(stored))).toBeLessThan(limits.userBytesMax + 100);
    expect((await call('PUT', `/v1/users/ada/feedback/${feedback[0]?.[0]}`, { score: 0 }, ada)).status).toBe(200);
  });
});
