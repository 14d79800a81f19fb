/** What came out lately: whose it is, when it counts, and what of it. */
import { cardOf } from '#shared/domain/card.ts';
import { dueDateOf } from '#shared/domain/edition/calendar.ts';
import { mainArtistIn } from '#shared/domain/identity/keys.ts';
import { round } from '#shared/domain/round.ts';
import { dayInSeconds, tuning } from '#shared/domain/tuning.ts';
import type { AssemblyInputs, Taste } from '#shared/schemas/assembly.ts';
import type { Period } from '#shared/schemas/edition.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { Candidates } from '#shared/schemas/model.ts';

export type Release = NonNullable<AssemblyInputs['releases']>[number];

/** An artist whose releases to read. */
export type ReleaseMaker = { readonly artistId: string; readonly liked: boolean; readonly share: number };

const { likedMax, nearMax, days, nearShare } = tuning.releases;

/** Artists the user likes, the strongest first, and behind them those of what is proposed to the user. */
export function makersOf(
  liked: readonly Taste[],
  candidates: Pick<Candidates, 'candidates'> | undefined,
): ReleaseMaker[] {
  const best = liked[0]?.share ?? 1;
  const makers = new Map<string, ReleaseMaker>();
  for (const { id, share } of liked.slice(0, likedMax)) {
    makers.set(id, { artistId: id, liked: true, share: round(Math.sqrt(share / best)) });
  }
  const most = makers.size + nearMax;
  for (const { item, score } of candidates?.candidates ?? []) {
    if (makers.size === most) break;
    const { artistId } = item;
    if (artistId === undefined || item.kind !== 'track' || makers.has(artistId)) continue;
    makers.set(artistId, { artistId, liked: false, share: round(nearShare * score) });
  }
  return [...makers.values()];
}

/** Unix seconds, both included. */
export type ReleaseSpan = { readonly since: number; readonly until: number };

/**
 * The days before the list, up to the instant it is due. A date without an hour is kept as its midnight in UTC, which in
 * Auckland is Friday noon: what comes out on the Friday itself is in its list everywhere, and never in that of the week before,
 * which somebody who is new on Thursday night in Los Angeles gets then.
 */
export function releaseSpan(period: Period, dueAt: number): ReleaseSpan {
  const date = dueDateOf(period, tuning.patches['new-releases'].weekday);
  const friday = date.toZonedDateTime('UTC').epochMilliseconds / 1_000;
  const until = Math.min(Math.max(dueAt, friday), friday + 7 * dayInSeconds - 1);
  return { since: until - days * dayInSeconds, until };
}

/** Tracks of these artists that came out in the span, the strongest artists' first. */
export function releasesOf(
  makers: readonly ReleaseMaker[],
  items: readonly Item[],
  { since, until }: ReleaseSpan,
): Release[] {
  const byArtist = new Map(makers.map((maker) => [maker.artistId, maker]));
  const told = new Set<string>();
  return items
    .flatMap((item) => {
      const { kind, publishedAt = 0, title, itemId, artistId = '' } = item;
      const maker = byArtist.get(artistId);
      if (maker === undefined || kind !== 'track' || publishedAt < since || publishedAt > until) return [];
      const name = `${mainArtistIn(item)} ${title ?? itemId}`;
      if (told.has(name)) return [];
      told.add(name);
      return [{ item: cardOf(item), liked: maker.liked, share: maker.share }];
    })
    .sort(
      (a, b) =>
        b.share - a.share ||
        (b.item.publishedAt as number) - (a.item.publishedAt as number) ||
        (a.item.itemId < b.item.itemId ? -1 : 1),
    );
}
