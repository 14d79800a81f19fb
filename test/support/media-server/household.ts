/** A home beside a fake media server: its songs, one listener who plays some of them, and what the player shows. */
import { connectMediaServers } from '#functions/media-servers/connect.ts';
import { monday, openTestHome, type TestHome } from '#test/support/home.ts';
import type { Dialect } from '#test/support/media-server/dialects.ts';
import {
  type FakeSong,
  type FakeSubsonic,
  startFakeSubsonic,
  writes,
} from '#test/support/media-server/fake-subsonic.ts';

export type Household = AsyncDisposable & {
  readonly opened: TestHome;
  readonly player: FakeSubsonic;
  /** A look, or a reading of everything. */
  readonly collect: (whole?: boolean) => Promise<any>;
  /** Calls that wrote since the last time this was asked. */
  readonly written: () => number;
};

export const songOf = (nth: number, more: Partial<FakeSong> = {}): FakeSong => ({
  id: String(1_000 + nth),
  title: `Song ${nth}`,
  artist: `Artist ${Math.floor(nth / 10)}`,
  album: `Album ${Math.floor(nth / 10)}`,
  duration: 200,
  genre: ['Ambient', 'Dub'][Math.floor(nth / 10) % 2] as string,
  ...more,
});

type Options = { readonly songs?: readonly FakeSong[]; readonly account?: object };

export async function openHousehold(dialect: Dialect, { songs = [], account = {} }: Options = {}): Promise<Household> {
  const player = await startFakeSubsonic(dialect, songs);
  const named = { url: player.url, user: player.user, password: player.password, for: ['ada'], ...account };
  const opened = await openTestHome(monday, { mediaServers: connectMediaServers(JSON.stringify(named)) });
  return {
    opened,
    player,
    collect: async (whole = true) => {
      const result = whole
        ? (await opened.call('POST', '/v1/run/collect')).json.result
        : await opened.home.run('collect', opened.time.now);
      await opened.settled();
      return result;
    },
    written: () => player.calls.splice(0).filter((method) => writes.has(method)).length,
    [Symbol.asyncDispose]: async () => {
      await opened[Symbol.asyncDispose]();
      await player[Symbol.asyncDispose]();
    },
  };
}
