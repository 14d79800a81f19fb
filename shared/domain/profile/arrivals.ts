/** What a batch's listens are to a profile: new, an echo, a repeat, or more than its window can tell. */
import { shortKey } from '#shared/domain/hash.ts';
import { areOnePlay, type Play, reachOf } from '#shared/domain/listens/echo.ts';
import { retractedItem } from '#shared/domain/profile/window.ts';
import type { Kind } from '#shared/schemas/listen.ts';
import type { Profile } from '#shared/schemas/profile.ts';

/** A listen with what the catalogue knows of its item. `weight` is its engagement weight. */
export type WeighedListen = {
  readonly id: string;
  readonly itemId: string;
  /** The song it is, where that is not the item's own id: what "heard" asks for. */
  readonly songId?: string | undefined;
  readonly kind: Kind;
  readonly artistId?: string | undefined;
  readonly tags: readonly string[];
  readonly listenedAt: number;
  readonly weight: number;
  /** Seconds before its song can begin again; not told when left out. */
  readonly separation?: number;
};

export type Keyed = { readonly key: string; readonly listen: WeighedListen; readonly play: Play };
export type Sorted = {
  readonly fresh: readonly Keyed[];
  readonly echoed: readonly Keyed[];
  readonly repeated: number;
  readonly outdated: number;
};

/** A listen is left to a rebuild as well when one of its play that came before it, and counts, began after it. */
export function sortOut({ window, windowFloor }: Profile, listens: readonly WeighedListen[]): Sorted {
  const keyed = listens.map((listen) => ({ key: shortKey(listen.id), listen, play: playOf(listen) }));
  const { seen, plays } = lookUp(window, keyed);
  const floor = windowFloor ?? Number.NEGATIVE_INFINITY;
  const [fresh, echoed]: [Keyed[], Keyed[]] = [[], []];
  let repeated = 0;
  let outdated = 0;
  for (const one of keyed.sort(oldestFirst)) {
    const known = seen.get(one.key);
    const { play } = one;
    // What was taken back before it was told says only now what its echoes are.
    if (known !== undefined && known !== 'untold') repeated += 1;
    else if (known === 'untold' || play.listenedAt - reachOf(play) < floor) outdated += 1;
    else {
      const near = plays.get(play.song);
      const verdict = near === undefined ? 'fresh' : judge(play, near);
      if (verdict === 'displaces') {
        outdated += 1;
        continue;
      }
      (verdict === 'fresh' ? fresh : echoed).push(one);
      seen.set(one.key, 'told');
      const told = { ...play, retracted: false };
      if (near === undefined) plays.set(play.song, [told]);
      else near.push(told);
    }
  }
  return { fresh, echoed, repeated, outdated };
}

type WindowPlay = Play & { readonly retracted: boolean };

function judge(play: Play, near: readonly WindowPlay[]): 'fresh' | 'echo' | 'displaces' {
  const same = near.filter((other) => areOnePlay(play, other));
  // Of two that began in one second the warehouse knows which comes first.
  if (same.some(({ retracted, listenedAt }) => !retracted && listenedAt >= play.listenedAt)) return 'displaces';
  return same.length > 0 ? 'echo' : 'fresh';
}

function oldestFirst(a: Keyed, b: Keyed): number {
  return a.listen.listenedAt - b.listen.listenedAt;
}

function playOf({ itemId, songId = itemId, listenedAt, separation = 0 }: WeighedListen): Play {
  return { song: shortKey(songId), listenedAt, separation };
}

/** What the window knows of these listens and of their songs. A batch is smaller than a window, so it is the window that is walked. */
function lookUp(window: Profile['window'], listens: readonly Keyed[]) {
  const keys = new Set(listens.map(({ key }) => key));
  const songs = new Set(listens.map(({ play }) => play.song));
  const seen = new Map<string, 'told' | 'untold'>();
  const plays = new Map<string, WindowPlay[]>();
  for (const [key, listenedAt, itemId, separation = 0, songKey] of window) {
    const untold = itemId === retractedItem && songKey === undefined;
    if (keys.has(key)) seen.set(key, untold ? 'untold' : 'told');
    const song = songKey ?? shortKey(itemId);
    if (!songs.has(song)) continue;
    const play = { song, listenedAt, separation, retracted: itemId === retractedItem };
    const own = plays.get(song);
    if (own === undefined) plays.set(song, [play]);
    else own.push(play);
  }
  return { seen, plays };
}
