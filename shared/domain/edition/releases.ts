/** What came out lately: whom to ask for it, and what of it counts. */
import { cardOf } from '#shared/domain/card.ts';
import { mainArtistIn } from '#shared/domain/identity/keys.ts';
import { round } from '#shared/domain/round.ts';
import { dayInSeconds, tuning } from '#shared/domain/tuning.ts';
import type { AssemblyInputs, Taste } from '#shared/schemas/assembly.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { Candidates } from '#shared/schemas/model.ts';

export type Release = NonNullable<AssemblyInputs['releases']>[number];

/** An artist whose items to read. */
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

type Week = {
  /** The Friday of the list, and until when it looks; Unix seconds. */
  readonly dueAt: number;
  readonly now: number;
};

/** Tracks of these artists that came out in the days before the list and since, the strongest artists' first. */
export function releasesOf(
  makers: readonly ReleaseMaker[],
  items: readonly (readonly Item[])[],
  { dueAt, now }: Week,
): Release[] {
  const since = dueAt - days * dayInSeconds;
  const told = new Set<string>();
  return makers
    .flatMap(({ liked, share }, nth) => (items[nth] ?? []).map((item) => ({ item: cardOf(item), liked, share })))
    .filter(({ item }) => {
      const { kind, publishedAt = 0, title, itemId } = item;
      const name = `${mainArtistIn(item)} ${title ?? itemId}`;
      return kind === 'track' && publishedAt > since && publishedAt <= now && !told.has(name) && told.add(name);
    })
    .sort(
      (a, b) =>
        b.share - a.share ||
        (b.item.publishedAt as number) - (a.item.publishedAt as number) ||
        (a.item.itemId < b.item.itemId ? -1 : 1),
    );
}
