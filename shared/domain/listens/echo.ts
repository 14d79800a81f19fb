/**
 * One play is one listen, whoever tells of it: a live scrobble, a player's own history and an export of either name it seconds
 * apart. Nobody begins a song again before half of it is over, so of two listens of one song nearer than that the later is
 * an echo of the earlier. Echoes follow from the set of what was told, whatever came first (I1, I2):
 *
 *   told      ├─A─────────── half of it ──┤├─ played again ─ …
 *   by others   ├─B (echo)
 *
 * What was taken back stays told: its echoes do not count either, those before it included.
 */
import type { Played } from '#shared/domain/listens/engagement.ts';
import { tuning } from '#shared/domain/tuning.ts';

/** What decides: the song, when it began (Unix seconds), and the separation that the listen itself tells. */
export type Play = { readonly song: string; readonly listenedAt: number; readonly separation: number };

const { secondsMax, untoldSeconds } = tuning.echo;

/**
 * Seconds that have to pass after this listen before its song can begin again: half of what was played, else of the
 * item's length; 0 when neither is told. shared/sql/refresh/arrived_listens.sql computes the same number (I3).
 */
export function separationOf({ playedMs, durationMs }: Played): number {
  const lengthMs = playedMs ?? (durationMs === 0 ? undefined : durationMs);
  return lengthMs === undefined ? 0 : Math.min(secondsMax, Math.max(1, Math.floor(lengthMs / 2_000)));
}

/** Of two the shorter counts, because one source may tell of a skip; where one tells nothing the other's. */
function separationBetween(a: number, b: number): number {
  if (a === 0 || b === 0) return a + b === 0 ? untoldSeconds : a + b;
  return Math.min(a, b);
}

/** Whether two listens are of one play. */
export function areOnePlay(a: Play, b: Play): boolean {
  return a.song === b.song && Math.abs(a.listenedAt - b.listenedAt) < separationBetween(a.separation, b.separation);
}

/** Seconds around a listen in which there may be another of the same play. */
export function reachOf({ separation }: Pick<Play, 'separation'>): number {
  return separation === 0 ? secondsMax : separation;
}

/** No two listens further apart are of one play. */
export const reachMax = secondsMax;

type Told<L> = { readonly listen: L; readonly id: string; readonly play: Play };

/** The listens that count: those that are no echoes of each other, and of no play that was taken back. */
export function withoutEchoes<L>(told: readonly Told<L>[], takenBack: readonly Play[]): L[] {
  const gone = Map.groupBy(takenBack, ({ song }) => song);
  return [...Map.groupBy(told, ({ play }) => play.song)].flatMap(([song, own]) => {
    const inOrder = own.sort((a, b) => a.play.listenedAt - b.play.listenedAt || (a.id < b.id ? -1 : 1));
    return inOrder
      .filter(({ play }, nth) => !echoes(play, inOrder, nth) && !isGone(play, gone.get(song)))
      .map(listenOf);
  });
}

const listenOf = <L>({ listen }: Told<L>): L => listen;

function echoes(play: Play, inOrder: readonly Told<unknown>[], nth: number): boolean {
  for (let before = nth - 1; before >= 0; before--) {
    const earlier = (inOrder[before] as Told<unknown>).play;
    if (play.listenedAt - earlier.listenedAt >= reachMax) return false;
    if (areOnePlay(play, earlier)) return true;
  }
  return false;
}

function isGone(play: Play, gone: readonly Play[] = []): boolean {
  return gone.some((other) => areOnePlay(play, other));
}
