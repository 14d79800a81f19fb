/**
 * What listens say of an item, and who may read it.
 *
 * A listen comes from one user, who may lie or be forgotten. So its words are that listener's own until enough people say
 * the same, or the operator does:
 *
 *   the operator's word ─▶ everybody            names that the id is made of ─▶ everybody: nobody can rename them
 *   a word that `tellersMin` listeners share ─▶ everybody         any other word ─▶ its own listener
 *
 * What is no word but a key (artist, release, addresses) is everybody's from the first telling on, because blocks
 * go by it; another one takes its place when enough say so. shared/sql/refresh/items.sql says the same in the warehouse.
 */
import { withAddresses } from '#shared/domain/identity/addresses.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Addressed, Item, StoredItem, Telling } from '#shared/schemas/item.ts';
import { limits } from '#shared/schemas/limits.ts';

const { tellersMin } = tuning.words;

/** The item with one listener's telling added; undefined when it adds nothing, or others came first. */
export function withTelling(stored: StoredItem | undefined, told: Item, by: UserId): StoredItem | undefined {
  const { itemId, source: _, publishedAt: __, serial: ___, explicit: ____, url: _____, ...said } = told;
  const tellings = stored?.told ?? [];
  const own = tellings.find((telling) => telling.by === by);
  if (own !== undefined) {
    const more = withAddresses({ ...own, itemId, source: 'listen' }, said);
    if (more === undefined) return undefined;
    const { itemId: _id, source: _source, ...next } = more;
    return restated(itemId, stored, replaced(tellings, { ...next, by }));
  }
  if (tellings.length >= limits.tellersMax) return undefined;
  if (stored?.source === 'operator' && said.addresses === undefined && said.artistAddresses === undefined)
    return undefined;
  return restated(itemId, stored, [...tellings, { ...said, by }]);
}

const replaced = (tellings: readonly Telling[], own: Telling): Telling[] =>
  tellings.map((telling) => (telling.by === own.by ? own : telling));

/** The item without one listener's telling: null when nobody else told of it, undefined when that one never did. */
export function withoutTelling(stored: StoredItem, by: string): StoredItem | null | undefined {
  const left = stored.told?.filter((telling) => telling.by !== by);
  if (left === undefined || left.length === stored.told?.length) return undefined;
  return left.length === 0 && stored.source === 'listen' ? null : restated(stored.itemId, stored, left);
}

/** What was kept before tellings were stays until listeners tell anew. */
function restated(itemId: Item['itemId'], stored: StoredItem | undefined, told: Telling[]): StoredItem {
  const known = stored?.source === 'operator' ? stored : sharedOf(itemId, told);
  return { ...known, told };
}

/** What `reader` may read of an item: what everybody may, and their own telling before it. */
export function viewOf({ told = [], ...shared }: StoredItem, reader: string | undefined): Item {
  const own = reader === undefined ? undefined : told.find(({ by }) => by === reader);
  if (shared.source === 'operator') {
    const { addresses, artistAddresses } = own ?? sharedOf(shared.itemId, told);
    return withAddresses(shared, { addresses, artistAddresses }) ?? shared;
  }
  if (own === undefined) return shared;
  const { by: _, tags, ...words } = own;
  const item = { ...shared, ...words, ...(tags.length === 0 ? {} : { tags }) };
  return withAddresses(item, shared) ?? item;
}

/** What listeners say together. `told` in the order in which it came. */
function sharedOf(itemId: Item['itemId'], told: readonly Telling[]): Item {
  const word = <K extends keyof Telling>(field: K) => agreedOn(told, (telling) => telling[field]);
  const key = <K extends keyof Telling>(field: K) => word(field) ?? firstOf(told, (telling) => telling[field]);
  const name = <K extends 'title' | 'artistName'>(field: K) =>
    word(field) ?? firstOf(told.filter(isNamedByItsId), (telling) => telling[field]);
  const said = {
    title: name('title'),
    artistName: name('artistName'),
    releaseName: word('releaseName'),
    artistId: key('artistId'),
    releaseId: key('releaseId'),
    releaseGroupId: key('releaseGroupId'),
    // Who says of two items that they are one song takes one of them from everybody: from nobody, while nobody else plays it.
    recordingId: told.length === 1 ? key('recordingId') : word('recordingId'),
    songId: told.length === 1 ? key('songId') : word('songId'),
    addresses: key('addresses'),
    artistAddresses: key('artistAddresses'),
    durationMs: medianOf(told.flatMap(({ durationMs }) => durationMs ?? [])),
  };
  const present = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  return { itemId, kind: key('kind') ?? 'track', ...present, tags: word('tags') ?? [], source: 'listen' };
}

/** Its id is made of its names: whoever says others tells of another item. */
function isNamedByItsId({ title, artistName, recordingId }: Telling): boolean {
  return title !== undefined && artistName !== undefined && recordingId === undefined;
}

type Field<V> = (telling: Telling) => V;

/** The value that enough listeners were the first to share. */
function agreedOn<V>(told: readonly Telling[], field: Field<V>): V | undefined {
  const tellers = new Map<string, number>();
  for (const telling of told) {
    const value = field(telling);
    if (isNothing(value)) continue;
    const said = JSON.stringify(value);
    const count = (tellers.get(said) ?? 0) + 1;
    if (count >= tellersMin) return value;
    tellers.set(said, count);
  }
  return undefined;
}

function firstOf<V>(told: readonly Telling[], field: Field<V>): V | undefined {
  return told.map(field).find((value) => !isNothing(value));
}

const isNothing = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0);

/** The lower of the middle ones: one who is far off moves it to somebody else's. */
function medianOf(numbers: readonly number[]): number | undefined {
  return [...numbers].sort((a, b) => a - b)[(numbers.length - 1) >> 1];
}

type Owner = Pick<Addressed, 'itemId' | 'artistId'>;

/** The address with one listener's claim added; undefined when it adds nothing, or it is settled. */
export function withClaim(stored: Addressed | undefined, claim: Addressed, by: UserId): Addressed | undefined {
  const { address, itemId, artistId } = claim;
  const told = stored?.told ?? [];
  if (stored !== undefined && isSettled(stored)) return undefined;
  if (told.length >= limits.tellersMax || told.some((one) => one.by === by)) return undefined;
  const claims = [...told, { by, ...(itemId && { itemId }), ...(artistId && { artistId }) }];
  return { address, ...settledBy(claims), told: claims };
}

/** The address without one listener's claim: null when nobody else made one, undefined when that one made none. */
export function withoutClaim(stored: Addressed, by: string): Addressed | null | undefined {
  const told = stored.told?.filter((one) => one.by !== by);
  if (told === undefined || told.length === stored.told?.length) return undefined;
  return told.length === 0 && !isSettled(stored) ? null : { ...stored, told };
}

/** Whose address it is for `reader`. Of what nobody agrees on the first claim counts: what is hated by it is hidden. */
export function ownerOf(stored: Addressed, reader: string | undefined): Owner {
  if (isSettled(stored)) return stored;
  return stored.told?.find(({ by }) => by === reader) ?? stored.told?.[0] ?? {};
}

const isSettled = ({ itemId, artistId }: Owner): boolean => itemId !== undefined || artistId !== undefined;

function settledBy(claims: readonly Owner[]): Owner {
  const same = (a: Owner) => (b: Owner) => a.itemId === b.itemId && a.artistId === b.artistId;
  const found = claims.find((claim) => claims.filter(same(claim)).length >= tellersMin);
  return found === undefined
    ? {}
    : { ...(found.itemId && { itemId: found.itemId }), ...(found.artistId && { artistId: found.artistId }) };
}
