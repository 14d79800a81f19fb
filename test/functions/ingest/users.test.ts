import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '#shared/schemas/limits.ts';
import { openTestHome, type TestHome } from '#test/support/home.ts';

let opened: TestHome;
beforeEach(async () => {
  opened = await openTestHome();
  await opened.call('PUT', '/v1/users/ada', {});
});
afterEach(() => opened[Symbol.asyncDispose]());

describe('postToken', () => {
  it('I11 Bounded: gives as many tokens as the limit says, refuses one more, and gives one for one revoked', async () => {
    const ask = () => opened.call('POST', '/v1/users/ada/tokens');
    const answers = [];
    for (let n = 0; n <= limits.tokensPerUserMax; n++) answers.push(await ask());
    expect(answers.map(({ status }) => status)).toEqual([...Array(limits.tokensPerUserMax).fill(201), 422]);
    expect(answers.at(-1)?.json.detail).toContain(`${limits.tokensPerUserMax} tokens`);
    await opened.call('DELETE', `/v1/users/ada/tokens/${answers[0]?.json.tokenId}`);
    expect((await ask()).status).toBe(201);
    expect((await ask()).status).toBe(422);
  });
});

describe('putBlock and putFeedback', () => {
  it.each(['blocks/artist', 'feedback'])(
    'I11 Bounded: %s that would make the user’s document too large is refused and leaves it as it was',
    async (path) => {
      const { users } = opened.home.stores;
      const long = (n: number): string => `${n} `.padEnd(limits.idBytesMax, 'x');
      const blocks = Array.from({ length: 1_900 }, (_, n) => ({ kind: 'item' as const, id: long(n), blockedAt: 1 }));
      const feedback = Array.from(
        { length: 4_900 },
        (_, n) => [long(n).slice(0, 60), { score: 1 as const, givenAt: 1 }] as [string, { score: 1; givenAt: number }],
      );
      let user = await users.update('ada' as never, (known) => known && { ...known, blocks, feedback });
      const bytes = () => Buffer.byteLength(JSON.stringify(user.state === 'known' ? user.user : ''));
      const room = limits.userBytesMax - bytes();
      expect(room).toBeGreaterThan(0);
      const fill = [['filler'.padEnd(room - 36, 'x'), { score: 1 as const, givenAt: 1 }]] as typeof feedback;
      user = await users.update('ada' as never, (known) => known && { ...known, feedback: [...feedback, ...fill] });
      expect(bytes()).toBeLessThanOrEqual(limits.userBytesMax);
      const answer = await opened.call('PUT', `/v1/users/ada/${path}/new`, path === 'feedback' ? { score: -1 } : {});
      expect([answer.status, answer.json.detail]).toEqual([
        422,
        expect.stringContaining(`${limits.userBytesMax} bytes`),
      ]);
      expect(await users.read('ada' as never)).toEqual(user);
    },
  );
});
